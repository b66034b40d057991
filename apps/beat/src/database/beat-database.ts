import type { Kwargs, MisfirePolicy, OverlapPolicy, TaskMessage } from '@celerity/contracts';
import type { ColumnType, Generated, GeneratedAlways, JSONColumnType } from 'kysely';

/** Schema `beat`, as Kysely knows it. Elections keep their own table, `leases`, in the service library. */
export interface BeatDatabase {
  schedules: SchedulesTable;
  schedule_changes: ScheduleChangesTable;
  occurrences: OccurrencesTable;
  timers: TimersTable;
}

type Optional<T> = ColumnType<T | null, T | null | undefined, T | null>;

export interface SchedulesTable {
  id: string;
  description: Optional<string>;
  task_name: string;
  args: JSONColumnType<unknown[], string, string>;
  kwargs: JSONColumnType<Kwargs, string, string>;
  /** One of `cron`, `every_seconds` and `once_at`. */
  cron: Optional<string>;
  every_seconds: Optional<number>;
  once_at: Optional<Date>;
  zone: string;
  starts_at: Optional<Date>;
  ends_at: Optional<Date>;
  priority: Optional<number>;
  queue: Optional<string>;
  expires_seconds: Optional<number>;
  misfire: Generated<MisfirePolicy>;
  misfire_max: Optional<number>;
  overlap: Generated<OverlapPolicy>;
  jitter_seconds: Generated<number>;
  enabled: Generated<boolean>;
  /** Who declared it; `code` for those shipped. */
  source: string;
  /** What the code said when it was last brought into step; null for what people made. */
  shipped: JSONColumnType<object | null, string | null | undefined, string | null>;
  version: Generated<number>;
  /** Null: to be planned from now. Infinity: never again; `problem` says why, unless it has simply ended. */
  next_due_at: Generated<Date | number | null>;
  problem: Optional<string>;
  missed_count: Generated<number>;
  skipped_count: Generated<number>;
  created_at: Generated<Date>;
  updated_at: Generated<Date>;
  /** Deleted ones stay as tombstones: a shipped one must not come back, and versions go on. */
  deleted_at: Optional<Date>;
}

/** The audit trail. */
export interface ScheduleChangesTable {
  id: GeneratedAlways<string>;
  schedule_id: string;
  at: Generated<Date>;
  actor: string;
  action: string;
  version: number;
  before: JSONColumnType<object | null, string | null, never>;
  after: JSONColumnType<object | null, string | null, never>;
}

/**
 * `due`: its task is to be sent, or was. `held`: it waits to hear whether the former task has ended.
 * `skipped`: it is not sent, as that had not.
 */
export type OccurrenceState = 'due' | 'held' | 'skipped';

/** The record that an instant was fired, and at the same time the outbox of its task. */
export interface OccurrencesTable {
  schedule_id: string;
  due_at: Date;
  task_id: string;
  state: Generated<OccurrenceState>;
  /** When its task is to run, where jitter puts it off; null for at once. */
  send_at: Optional<Date>;
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
