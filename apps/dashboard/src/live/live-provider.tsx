import { ApiProblem } from '@celerity/client';
import { useQueryClient } from '@tanstack/react-query';
import { type ReactNode, useEffect, useState } from 'react';
import { useLocation } from 'wouter';
import { useClient } from '../session/session.js';
import type { EventRate } from './event-rates.js';
import { type Live, LiveContext, RatesContext } from './live-context.js';
import { follow } from './live-feed.js';
import { LivePage } from './live-page.js';
import { usePageIsSeen } from './use-page-is-seen.js';

const TASK_PAGE = /^\/tasks\/([^/]+)$/;

/** Keeps what the page shows up to date by one stream: of its task, or of all. */
export function LiveProvider({
  onExpired,
  children,
}: {
  readonly onExpired: () => void;
  readonly children: ReactNode;
}) {
  const client = useClient();
  const queries = useQueryClient();
  const [path] = useLocation();
  const taskId = TASK_PAGE.exec(path)?.[1] ?? null;
  const isSeen = usePageIsSeen();
  const [live, setLive] = useState<Live>({ isOpen: false, isKnown: false });
  const [rates, setRates] = useState<readonly EventRate[]>([]);

  useEffect(() => {
    // A browser has few connections to one server: a hidden tab takes none.
    if (!isSeen) return;
    const over = new AbortController();
    const page = new LivePage(queries, setLive, setRates);
    void follow(
      client,
      taskId,
      {
        onEvent: page.onEvent,
        onJoin: page.onJoin,
        onConnection: page.onConnection,
        onRefusal: (error) => {
          if (error instanceof ApiProblem && error.status === 401) onExpired();
        },
      },
      over.signal,
    );
    return () => {
      over.abort();
      page.stop();
    };
  }, [client, queries, taskId, isSeen, onExpired]);

  return (
    <LiveContext value={live}>
      <RatesContext value={rates}>{children}</RatesContext>
    </LiveContext>
  );
}
