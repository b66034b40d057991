import { hasEnded } from '@celerity/client';
import type { TaskView } from '@celerity/contracts';
import { useQuery } from '@tanstack/react-query';
import { Link } from 'wouter';
import { Answer } from '../components/answer.js';
import { Panel } from '../components/panel.js';
import { StateBadge } from '../components/state-badge.js';
import { Table } from '../components/table.js';
import { useFormat } from '../format/use-format.js';
import { useRefetchInterval } from '../live/refresh.js';
import { useMessages } from '../messages/language.js';
import { useClient } from '../session/session.js';

const MOST = 200;

/** The tasks that this one sent: those not ended first. */
export function TaskChildren({ task }: { readonly task: TaskView }) {
  const messages = useMessages();
  const format = useFormat();
  const client = useClient();
  const every = useRefetchInterval();
  const children = useQuery({
    queryKey: ['children', task.task_id],
    queryFn: async ({ signal }) => {
      const filter = { parent_id: task.task_id, limit: MOST };
      const lists = await Promise.all([
        client.active(filter, { signal }),
        client.history(filter, { signal }),
      ]);
      return lists.flatMap(({ results }) => results);
    },
    refetchInterval: ({ state: { data } }) =>
      hasEnded(task) && (data ?? []).every(hasEnded) ? false : every,
  });
  return (
    <Panel title={messages.children} flush>
      <Answer of={children}>
        {(rows) => (
          <Table
            label={messages.children}
            none={messages.noChildren}
            rows={rows}
            keyOf={({ task_id }) => task_id}
            columns={[
              { name: messages.status, cell: ({ status }) => <StateBadge state={status} /> },
              {
                name: messages.task,
                cell: ({ task_id, task_name }) => <Link href={`/tasks/${task_id}`}>{task_name}</Link>,
              },
              { name: messages.id, wide: true, cell: ({ task_id }) => <code>{task_id}</code> },
              {
                name: messages.duration,
                numeric: true,
                cell: ({ duration_ms }) => format.spanMs(duration_ms),
              },
            ]}
          />
        )}
      </Answer>
    </Panel>
  );
}
