import type { ScheduleView } from '@celerity/contracts';
import { useQuery } from '@tanstack/react-query';
import { Link } from 'wouter';
import { Answer } from '../components/answer.js';
import { Panel } from '../components/panel.js';
import { Table } from '../components/table.js';
import { useFormat } from '../format/use-format.js';
import { SELDOM_MS } from '../live/refresh.js';
import { useMessages } from '../messages/language.js';
import { useClient } from '../session/session.js';

const MOST = 5;

/** The schedules that fire next. */
export function DueSchedules() {
  const messages = useMessages();
  const format = useFormat();
  const client = useClient();
  const schedules = useQuery({
    queryKey: ['schedules'],
    queryFn: ({ signal }) => client.schedules.list({ limit: 200 }, { signal }),
    refetchInterval: SELDOM_MS,
  });
  return (
    <Panel title={messages.upNext} flush>
      <Answer of={schedules}>
        {({ results }) => (
          <Table
            label={messages.upNext}
            none={messages.noSchedules}
            rows={nextOf(results)}
            keyOf={({ id }) => id}
            columns={[
              {
                name: messages.scheduleLabel,
                cell: ({ id }) => <Link href={`/schedules/${encodeURIComponent(id)}`}>{id}</Link>,
              },
              { name: messages.task, wide: true, cell: ({ task_name }) => task_name },
              { name: messages.nextDue, cell: ({ next_due_at }) => format.shortMoment(next_due_at) },
            ]}
          />
        )}
      </Answer>
    </Panel>
  );
}

function nextOf(schedules: readonly ScheduleView[]): ScheduleView[] {
  return schedules
    .filter(({ enabled, next_due_at }) => enabled && next_due_at !== null)
    .sort((one, other) => String(one.next_due_at).localeCompare(String(other.next_due_at)))
    .slice(0, MOST);
}
