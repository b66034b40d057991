import type { ScheduleView } from '@celerity/contracts';
import { Link } from 'wouter';
import type { Column } from '../components/table.js';
import type { useFormat } from '../format/use-format.js';
import type { Messages } from '../messages/languages.js';

/** A beat that changes hands takes some seconds. */
const OVERDUE_S = 15;

/** The schedule's name, which leads to its page. */
export function nameColumn(messages: Messages): Column<ScheduleView> {
  return {
    name: messages.scheduleLabel,
    cell: ({ id }) => <Link href={`/schedules/${encodeURIComponent(id)}`}>{id}</Link>,
  };
}

/** When it fires next, or for how long it should have. */
export function dueColumn(messages: Messages, format: ReturnType<typeof useFormat>): Column<ScheduleView> {
  return {
    name: messages.nextDue,
    cell: ({ next_due_at, overdue_seconds }) =>
      overdue_seconds > OVERDUE_S ? (
        <span className="problem">{messages.overdue(format.span(overdue_seconds))}</span>
      ) : (
        format.shortMoment(next_due_at)
      ),
  };
}
