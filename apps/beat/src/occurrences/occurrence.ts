import type { Kwargs } from '@celerity/contracts';
import type { Selectable } from 'kysely';
import type { OccurrencesTable } from '../database/beat-database.js';
import type { ScheduleRow } from '../schedules/schedule-store.js';

/** One due instant of a schedule, recorded, and the task that it sends. */
export interface Occurrence {
  readonly scheduleId: string;
  readonly dueAt: Date;
  readonly taskId: string;
  readonly taskName: string;
  readonly args: readonly unknown[];
  readonly kwargs: Kwargs;
  /** When jitter wants the task to run; null for at once. */
  readonly sendAt: Date | null;
  readonly priority: number | null;
  /** When it is too late to run it. */
  readonly expires: Date | null;
}

/** Columns of an occurrence `o` and its schedule `s` that its task is made of. */
export const SENT = [
  'o.schedule_id',
  'o.due_at',
  'o.task_id',
  'o.send_at',
  'o.fired_at',
  's.task_name',
  's.args',
  's.kwargs',
  's.priority',
  's.expires_seconds',
] as const;

export type SentRow = Pick<
  Selectable<OccurrencesTable>,
  'schedule_id' | 'due_at' | 'task_id' | 'send_at' | 'fired_at'
> &
  Pick<ScheduleRow, 'task_name' | 'args' | 'kwargs' | 'priority' | 'expires_seconds'>;

/** The task that a recorded instant sends. */
export function occurrenceOf(row: SentRow): Occurrence {
  const { expires_seconds: expires, send_at, fired_at } = row;
  // Counted from when it could run: lateness of ours is the misfire policy's to judge.
  const free = Math.max(fired_at.getTime(), send_at?.getTime() ?? 0);
  return {
    scheduleId: row.schedule_id,
    dueAt: row.due_at,
    taskId: row.task_id,
    taskName: row.task_name,
    args: row.args,
    kwargs: row.kwargs,
    sendAt: send_at,
    priority: row.priority,
    expires: expires === null ? null : new Date(free + expires * 1_000),
  };
}
