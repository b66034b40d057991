import type { ScheduleView } from '@celerity/contracts';
import { Answer } from '../components/answer.js';
import { Panel } from '../components/panel.js';
import { Table } from '../components/table.js';
import { useFormat } from '../format/use-format.js';
import { useMessages } from '../messages/language.js';
import { dueColumn, nameColumn } from './schedule-columns.js';
import { useSchedules } from './use-schedules.js';

const MOST = 5;

/** The schedules that fire next. */
export function DueSchedules() {
  const messages = useMessages();
  const format = useFormat();
  const schedules = useSchedules();
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
              nameColumn(messages),
              { name: messages.task, wide: true, cell: ({ task_name }) => task_name },
              dueColumn(messages, format),
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
