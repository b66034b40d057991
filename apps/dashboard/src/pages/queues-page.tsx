import { useQuery } from '@tanstack/react-query';
import { Link } from 'wouter';
import { Answer } from '../components/answer.js';
import { PageHead, Panel } from '../components/panel.js';
import { Table } from '../components/table.js';
import { useFormat } from '../format/use-format.js';
import { useRefetchInterval } from '../live/refresh.js';
import { useMessages } from '../messages/language.js';
import { useClient } from '../session/session.js';

export function QueuesPage() {
  const messages = useMessages();
  const format = useFormat();
  const client = useClient();
  const queues = useQuery({
    queryKey: ['queues'],
    queryFn: ({ signal }) => client.queues({ signal }),
    refetchInterval: useRefetchInterval(),
  });
  return (
    <>
      <PageHead title={messages.queues} />
      <Panel title={messages.queues} flush>
        <Answer of={queues}>
          {({ results }) => (
            <Table
              label={messages.queues}
              none={messages.none}
              rows={results}
              keyOf={({ name }) => name}
              columns={[
                {
                  name: messages.queue,
                  cell: ({ name }) => <Link href={`/tasks?queue=${encodeURIComponent(name)}`}>{name}</Link>,
                },
                { name: messages.ready, numeric: true, cell: ({ ready }) => format.count(ready) },
                { name: messages.unacked, numeric: true, cell: ({ unacked }) => format.count(unacked) },
                { name: messages.delayed, numeric: true, cell: ({ delayed }) => format.count(delayed) },
                {
                  name: messages.oldestAge,
                  numeric: true,
                  cell: ({ oldest_age_s }) => format.span(oldest_age_s),
                },
                {
                  name: messages.inRate,
                  numeric: true,
                  cell: ({ publish_rate }) => format.rate(publish_rate),
                },
                { name: messages.outRate, numeric: true, cell: ({ ack_rate }) => format.rate(ack_rate) },
                { name: messages.consumers, numeric: true, cell: ({ consumers }) => format.count(consumers) },
                {
                  name: messages.dead,
                  numeric: true,
                  cell: ({ dead_letters }) => format.count(dead_letters),
                },
              ]}
            />
          )}
        </Answer>
      </Panel>
    </>
  );
}
