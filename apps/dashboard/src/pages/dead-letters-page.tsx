import { useQuery } from '@tanstack/react-query';
import { Link } from 'wouter';
import { Answer } from '../components/answer.js';
import { PageHead, Panel } from '../components/panel.js';
import { Table } from '../components/table.js';
import { useFormat } from '../format/use-format.js';
import { NOW_AND_THEN_MS } from '../live/refresh.js';
import { useMessages } from '../messages/language.js';
import { useClient } from '../session/session.js';

/** Which queues have dead letters. */
export function DeadLettersPage() {
  const messages = useMessages();
  const format = useFormat();
  const client = useClient();
  const queues = useQuery({
    queryKey: ['queues'],
    queryFn: ({ signal }) => client.queues({ signal }),
    refetchInterval: NOW_AND_THEN_MS,
  });
  return (
    <>
      <PageHead title={messages.deadLetters} note={messages.deadIntro} />
      <Panel title={messages.deadLetters} flush>
        <Answer of={queues}>
          {({ results }) => (
            <Table
              label={messages.deadLetters}
              none={messages.noDead}
              rows={results.filter(({ dead_letters }) => dead_letters > 0)}
              keyOf={({ name }) => name}
              columns={[
                { name: messages.queue, cell: ({ name }) => name },
                {
                  name: messages.dead,
                  numeric: true,
                  cell: ({ dead_letters }) => format.count(dead_letters),
                },
                {
                  name: messages.deadFailed,
                  cell: ({ name }) => (
                    <Link href={`/tasks?list=history&status=FAILURE&queue=${encodeURIComponent(name)}`}>
                      {messages.tasks}
                    </Link>
                  ),
                },
              ]}
            />
          )}
        </Answer>
      </Panel>
    </>
  );
}
