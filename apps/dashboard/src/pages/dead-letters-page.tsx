import { DEAD_LETTER_STATES } from '@celerity/client';
import type { DeadLetterState } from '@celerity/contracts';
import { useInfiniteQuery } from '@tanstack/react-query';
import { useMemo, useState } from 'react';
import { Link } from 'wouter';
import { Answer } from '../components/answer.js';
import { PageHead, Panel } from '../components/panel.js';
import { Table } from '../components/table.js';
import { useFormat } from '../format/use-format.js';
import { useRefetchInterval } from '../live/refresh.js';
import { useMessages } from '../messages/language.js';
import { useClient } from '../session/session.js';

const PAGE = 50;

/** Messages that will not be delivered again, newest first. */
export function DeadLettersPage() {
  const messages = useMessages();
  const format = useFormat();
  const client = useClient();
  const [state, setState] = useState<DeadLetterState>('open');
  const pages = useInfiniteQuery({
    queryKey: ['dead-letters', state],
    queryFn: ({ signal, pageParam }) =>
      client.deadLetters.list({ state, limit: PAGE, ...(pageParam && { cursor: pageParam }) }, { signal }),
    initialPageParam: '',
    getNextPageParam: (page) => page.next_cursor,
    refetchInterval: useRefetchInterval(),
  });
  const letters = useMemo(() => pages.data?.pages.flatMap(({ results }) => results), [pages.data]);
  return (
    <>
      <PageHead title={messages.deadLetters} note={messages.deadIntro} />
      <div className="segments" role="group" aria-label={messages.status}>
        {DEAD_LETTER_STATES.map((one) => (
          <button key={one} type="button" aria-pressed={one === state} onClick={() => setState(one)}>
            {messages.deadStates[one]}
          </button>
        ))}
      </div>
      <Panel title={messages.deadStates[state]} flush>
        <Answer of={{ data: letters, error: pages.error, refetch: pages.refetch as never }}>
          {(rows) => (
            <Table
              label={messages.deadLetters}
              none={messages.noDead}
              rows={rows}
              keyOf={({ id }) => id}
              columns={[
                {
                  name: messages.task,
                  cell: ({ id, task_name }) => (
                    <Link href={`/dead-letters/${id}`}>{task_name ?? messages.unknownTask}</Link>
                  ),
                },
                { name: messages.queue, wide: true, cell: ({ queue }) => queue },
                { name: messages.cause, cell: ({ cause }) => cause },
                {
                  name: messages.error,
                  wide: true,
                  cell: ({ last_error }) => (
                    <span className="cut">{last_error?.message ?? messages.none}</span>
                  ),
                },
                { name: messages.arrived, cell: ({ arrived_at }) => format.shortMoment(arrived_at) },
              ]}
            />
          )}
        </Answer>
        {pages.hasNextPage && (
          <div className="panel-foot">
            <button
              type="button"
              className="button small"
              disabled={pages.isFetchingNextPage}
              onClick={() => void pages.fetchNextPage()}
            >
              {messages.loadMore}
            </button>
          </div>
        )}
      </Panel>
    </>
  );
}
