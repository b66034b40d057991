import type { ReactNode } from 'react';

/** A titled part of a page. */
export function Panel({
  title,
  note,
  actions,
  children,
  flush = false,
}: {
  readonly title: string;
  readonly note?: string;
  readonly actions?: ReactNode;
  readonly children: ReactNode;
  /** Without room around the content, as tables want it. */
  readonly flush?: boolean;
}) {
  return (
    <section className="panel" aria-label={title}>
      <div className="panel-head">
        <h2>{title}</h2>
        {note && <span className="muted small">{note}</span>}
        {actions && <div className="actions">{actions}</div>}
      </div>
      <div className={flush ? 'panel-flush' : 'panel-body'}>{children}</div>
    </section>
  );
}

/** The head of a page: its name and what can be done there. */
export function PageHead({
  title,
  note,
  children,
}: {
  readonly title: ReactNode;
  readonly note?: ReactNode;
  readonly children?: ReactNode;
}) {
  return (
    <div className="page-head">
      <div>
        <h1>{title}</h1>
        {note && <p className="muted">{note}</p>}
      </div>
      {children && <div className="actions">{children}</div>}
    </div>
  );
}
