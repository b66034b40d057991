import { type ReactNode, useEffect, useRef, useState } from 'react';
import { Link, useLocation } from 'wouter';
import { LiveWord } from '../live/live-word.js';
import { useMessages } from '../messages/language.js';
import { useDoors, useMay } from '../session/session.js';
import { Preferences } from './preferences.js';

/** Navigation around every page. */
export function Shell({ children }: { readonly children: ReactNode }) {
  const messages = useMessages();
  const [open, setOpen] = useState(false);
  const [path] = useLocation();
  const main = useRef<HTMLElement>(null);
  const first = useRef(true);

  useEffect(() => {
    setOpen(false);
    window.scrollTo(0, 0);
    // The keyboard and screen readers go on in the new page; the first page keeps the browser's own order.
    if (!first.current) main.current?.focus({ preventScroll: true });
    first.current = false;
  }, [path]);

  return (
    <div className="shell">
      <a className="skip" href="#main">
        {messages.skip}
      </a>
      <header className="side" data-open={open || undefined}>
        <div className="brand-row">
          <Link href="/" className="brand">
            <img src="/celerity.svg" alt="" width="28" height="28" />
            {messages.product}
          </Link>
          <LiveWord />
          <button
            type="button"
            className="button menu-button"
            aria-expanded={open}
            aria-controls="navigation"
            onClick={() => setOpen(!open)}
          >
            {messages.menu}
          </button>
        </div>
        <div className="side-body" id="navigation">
          <Navigation />
          <Account />
        </div>
      </header>
      <main id="main" ref={main} tabIndex={-1}>
        {children}
      </main>
    </div>
  );
}

function Navigation() {
  const messages = useMessages();
  const isAdmin = useMay('admin');
  const [path] = useLocation();
  const places = [
    ['/', messages.overview],
    ['/tasks', messages.tasks],
    ['/task-types', messages.taskTypes],
    ['/queues', messages.queues],
    ['/dead-letters', messages.deadLetters],
    ...(isAdmin ? [['/workers', messages.workers] as const] : []),
    ['/schedules', messages.schedules],
    ...(isAdmin ? [['/access', messages.access] as const] : []),
  ] as const;
  return (
    <nav aria-label={messages.navigation}>
      <ul>
        {places.map(([href, name]) => {
          const here = href === '/' ? path === '/' : path === href || path.startsWith(`${href}/`);
          return (
            <li key={href}>
              <Link href={href} aria-current={here ? 'page' : undefined}>
                {name}
              </Link>
            </li>
          );
        })}
        <li>
          <a href="/docs">{messages.apiDocs}</a>
        </li>
      </ul>
    </nav>
  );
}

function Account() {
  const messages = useMessages();
  const { session, logOut } = useDoors();
  return (
    <div className="account">
      <Preferences />
      {session && (
        <div className="account-row">
          <span>
            {session.username} <span className="muted small">{messages.roles[session.role]}</span>
          </span>
          <button type="button" className="button small" onClick={logOut}>
            {messages.logOut}
          </button>
        </div>
      )}
    </div>
  );
}
