import type { ColumnType } from 'kysely';
import type { DeadLetterReplaysTable, DeadLettersTable } from '../dead-letters/dead-letter-tables.js';
import type { TaskRow } from '../projection/task-row.js';
import type { TaskCountsTable, TaskDurationsTable } from '../statistics/statistics-tables.js';
import type { WorkersTable } from '../workers/workers-table.js';

/** node-postgres gives instants as `Date`; they are written as ISO 8601 text. */
type Instant = ColumnType<Date, string, string>;
type MaybeInstant = ColumnType<Date | null, string | null, string | null>;

type InstantField =
  'eta' | 'expires' | 'submitted_at' | 'started_at' | 'finished_at' | 'progress_at' | 'revoke_requested_at';

/** One row per task: its reduced state as columns. */
export type TasksTable = Omit<TaskRow, InstantField | 'seen_at'> &
  Record<InstantField, MaybeInstant> & { readonly seen_at: Instant };

/** How far a journal has been projected; one row per journal. */
export interface ProjectionTable {
  readonly journal: string;
  /** Term of the leader that may write; an older one changes nothing any more. */
  readonly term: string;
  readonly next_offset: string;
  /** Fingerprint of the message at `next_offset - 1`, by which a replaced journal is recognised. */
  readonly anchor: string | null;
  readonly last_event_at: MaybeInstant;
}

/** Schema `monitor`. */
export interface MonitorDatabase {
  readonly tasks: TasksTable;
  readonly projection: ProjectionTable;
  readonly workers: WorkersTable;
  readonly task_counts: TaskCountsTable;
  readonly task_durations: TaskDurationsTable;
  readonly dead_letters: DeadLettersTable;
  readonly dead_letter_replays: DeadLetterReplaysTable;
}
