import { useQuery } from '@tanstack/react-query';
import { Link } from 'wouter';
import { Answer } from '../components/answer.js';
import { PageHead, Panel } from '../components/panel.js';
import { StateBadge } from '../components/state-badge.js';
import { Table } from '../components/table.js';
import { useFormat } from '../format/use-format.js';
import { SELDOM_MS } from '../live/refresh.js';
import { useMessages } from '../messages/language.js';
import { planOf } from '../schedules/plan-of.js';
import { ScheduleActions } from '../schedules/schedule-actions.js';
import { useClient } from '../session/session.js';

/** A beat that changes hands takes some seconds. */
const OVERDUE_S = 15;

export function SchedulesPage() {
  const messages = useMessages();
  const format = useFormat();
  const client = useClient();
  const schedules = useQuery({
    queryKey: ['schedules'],
    queryFn: ({ signal }) => client.schedules.list({ limit: 200 }, { signal }),
    refetchInterval: SELDOM_MS,
  });
  return (
    <>
      <PageHead title={messages.schedules} />
      <Panel title={messages.schedules} flush>
        <Answer of={schedules}>
          {({ results }) => (
            <Table
              label={messages.schedules}
              none={messages.noSchedulesYet}
              rows={results}
              keyOf={({ id }) => id}
              columns={[
                {
                  name: messages.scheduleLabel,
                  cell: ({ id }) => <Link href={`/schedules/${encodeURIComponent(id)}`}>{id}</Link>,
                },
                {
                  name: messages.status,
                  cell: ({ status }) => (
                    <span className="badge" data-state={status}>
                      {messages.scheduleStates[status]}
                    </span>
                  ),
                },
                { name: messages.plan, wide: true, cell: (one) => planOf(one, messages, format.moment) },
                {
                  name: messages.nextDue,
                  cell: ({ next_due_at, overdue_seconds }) =>
                    overdue_seconds > OVERDUE_S ? (
                      <span className="problem">{messages.overdue(format.span(overdue_seconds))}</span>
                    ) : (
                      format.shortMoment(next_due_at)
                    ),
                },
                {
                  name: messages.lastRun,
                  wide: true,
                  cell: ({ last }) =>
                    last?.task_id && last.task_status ? (
                      <Link href={`/tasks/${last.task_id}`}>
                        <StateBadge state={last.task_status} />
                      </Link>
                    ) : (
                      messages.none
                    ),
                },
                { name: messages.edit, cell: (one) => <ScheduleActions schedule={one} /> },
              ]}
            />
          )}
        </Answer>
      </Panel>
    </>
  );
}
