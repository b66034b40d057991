import { Link } from 'wouter';
import { Answer } from '../components/answer.js';
import { PageHead, Panel } from '../components/panel.js';
import { StateBadge } from '../components/state-badge.js';
import { Table } from '../components/table.js';
import { useFormat } from '../format/use-format.js';
import { useMessages } from '../messages/language.js';
import { planOf } from '../schedules/plan-of.js';
import { ScheduleActions } from '../schedules/schedule-actions.js';
import { dueColumn, nameColumn } from '../schedules/schedule-columns.js';
import { useSchedules } from '../schedules/use-schedules.js';
import { useMay } from '../session/session.js';

export function SchedulesPage() {
  const messages = useMessages();
  const format = useFormat();
  const mayEdit = useMay('operator');
  const schedules = useSchedules();
  return (
    <>
      <PageHead title={messages.schedules}>
        {mayEdit && (
          <Link className="button" data-kind="primary" href="/new-schedule">
            {messages.newSchedule}
          </Link>
        )}
      </PageHead>
      <Panel title={messages.schedules} flush>
        <Answer of={schedules}>
          {({ results }) => (
            <Table
              label={messages.schedules}
              none={messages.noSchedulesYet}
              rows={results}
              keyOf={({ id }) => id}
              columns={[
                nameColumn(messages),
                {
                  name: messages.status,
                  cell: ({ status }) => (
                    <span className="badge" data-state={status}>
                      {messages.scheduleStates[status]}
                    </span>
                  ),
                },
                { name: messages.plan, wide: true, cell: (one) => planOf(one, messages, format.moment) },
                dueColumn(messages, format),
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
