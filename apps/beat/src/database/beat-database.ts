import type { Kwargs, TaskMessage } from '@celerity/contracts';
import type { ColumnType, Generated, JSONColumnType } from 'kysely';

/** Schema `beat`, as Kysely knows it. Elections keep their own table, `leases`, in the service library. */
export interface BeatDatabase {
  schedules: SchedulesTable;
  occurrences: OccurrencesTable;
  timers: TimersTable;
}

export interface SchedulesTable {
  id: string;
  task_name: string;
  args: JSONColumnType<unknown[], string, string>;
  kwargs: JSONColumnType<Kwargs, string, string>;
  cron: string;
  zone: string;
  enabled: Generated<boolean>;
  /** Who declared it; `code` for those shipped. */
  source: string;
  /** Null: to be planned from now. Infinity: it cannot be planned until somebody edits it. */
  next_due_at: Generated<Date | number | null>;
  created_at: Generated<Date>;
  updated_at: Generated<Date>;
}

/** The record that an instant was fired, and at the same time the outbox of its task. */
export interface OccurrencesTable {
  schedule_id: string;
  due_at: Date;
  task_id: string;
  fired_at: Generated<Date>;
  /** Null until the broker has confirmed the task and its journal entry. */
  published_at: ColumnType<Date | null, never, Date>;
}

export interface TimersTable {
  task_id: string;
  attempt: number;
  due_at: Date;
  message: JSONColumnType<TaskMessage, string, never>;
  /** The broker handed its message out more than once: it may have been published before. */
  flagged: boolean;
  claims: Generated<number>;
  /** Until then it belongs to whoever claimed it last. */
  lease_until: Date | null;
}
