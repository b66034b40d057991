import type { UseQueryResult } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { useMessages } from '../messages/language.js';

/** What a query brought, or why it brought nothing. What came before stays while it is asked for again. */
export function Answer<T>({
  of,
  children,
}: {
  readonly of: Pick<UseQueryResult<T>, 'data' | 'error' | 'refetch'>;
  readonly children: (data: T) => ReactNode;
}) {
  const messages = useMessages();
  return (
    <>
      {of.error && (
        <div className="notice" data-kind="failed" role="alert">
          <span>{of.error.message}</span>
          <button type="button" className="button small" onClick={() => void of.refetch()}>
            {messages.retryLoading}
          </button>
        </div>
      )}
      {of.data !== undefined ? children(of.data) : !of.error && <Loading />}
    </>
  );
}

export function Loading() {
  return (
    <p className="muted empty" role="status">
      {useMessages().loading}
    </p>
  );
}
