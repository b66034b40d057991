import { useQuery } from '@tanstack/react-query';
import { Link } from 'wouter';
import { Answer } from '../components/answer.js';
import { PageHead, Panel } from '../components/panel.js';
import { Table } from '../components/table.js';
import { useFormat } from '../format/use-format.js';
import { useRefetchInterval } from '../live/refresh.js';
import { useMessages } from '../messages/language.js';
import { useClient, useMay } from '../session/session.js';

export function WorkersPage() {
  const messages = useMessages();
  const isAdmin = useMay('admin');
  return (
    <>
      <PageHead title={messages.workers} />
      {isAdmin ? <Workers /> : <p className="muted">{messages.needsAdmin}</p>}
    </>
  );
}

function Workers() {
  const messages = useMessages();
  const format = useFormat();
  const client = useClient();
  const workers = useQuery({
    queryKey: ['workers'],
    queryFn: ({ signal }) => client.workers({ signal }),
    refetchInterval: useRefetchInterval(),
  });
  return (
    <Panel title={messages.workers} flush>
      <Answer of={workers}>
        {({ results }) => (
          <Table
            label={messages.workers}
            none={messages.noWorkers}
            rows={results}
            keyOf={({ worker_id }) => worker_id}
            columns={[
              {
                name: messages.status,
                cell: ({ status }) => (
                  <span className="badge" data-state={status}>
                    {messages.workerStates[status]}
                  </span>
                ),
              },
              {
                name: messages.worker,
                cell: ({ worker_id }) => (
                  <Link href={`/tasks?worker=${encodeURIComponent(worker_id)}`}>{worker_id}</Link>
                ),
              },
              { name: messages.host, wide: true, cell: ({ hostname, pid }) => `${hostname}:${pid}` },
              {
                name: messages.queues,
                wide: true,
                cell: ({ queues }) => <span className="cut">{queues.join(', ')}</span>,
              },
              {
                name: messages.slots,
                numeric: true,
                cell: ({ active, concurrency }) => `${active}/${concurrency}`,
              },
              { name: messages.processed, numeric: true, cell: ({ processed }) => format.count(processed) },
              {
                name: messages.uptime,
                wide: true,
                numeric: true,
                cell: ({ uptime_s }) => format.span(Math.round(uptime_s)),
              },
              {
                name: messages.memory,
                wide: true,
                numeric: true,
                cell: ({ rss_bytes }) => format.mebibytes(rss_bytes),
              },
              {
                name: messages.loopLag,
                wide: true,
                numeric: true,
                cell: ({ event_loop_lag_ms }) => format.spanMs(event_loop_lag_ms),
              },
              { name: messages.lastSeen, cell: ({ last_seen_at }) => format.shortMoment(last_seen_at) },
            ]}
          />
        )}
      </Answer>
    </Panel>
  );
}
