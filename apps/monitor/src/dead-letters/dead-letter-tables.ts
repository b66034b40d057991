import type { DeadLetterState, Kwargs, TaskError, TaskMessage } from '@celerity/contracts';
import type { ColumnType, Selectable } from 'kysely';

/** Node-postgres gives instants as `Date`. */
type Instant = ColumnType<Date, string, string>;
type MaybeInstant = ColumnType<Date | null, string | null, string | null>;

/** One row per message that will not be delivered again. */
export interface DeadLettersTable {
  readonly id: string;
  readonly fingerprint: string;
  readonly task_id: string | null;
  readonly task_name: string | null;
  readonly queue: string;
  readonly cause: string;
  readonly attempts: number;
  readonly first_error: TaskError | null;
  readonly last_error: TaskError | null;
  readonly arrived_at: Instant;
  readonly arrivals: number;
  readonly content_type: string | null;
  readonly headers: Record<string, unknown>;
  /** All of it, or of a huge one its beginning. */
  readonly body: Buffer;
  /** bigint, which node-postgres gives as text. */
  readonly size_bytes: string;
  readonly message: TaskMessage | null;
  readonly state: DeadLetterState;
  readonly resolved_by: string | null;
  readonly resolved_at: MaybeInstant;
}

/** One row per task that was sent from a dead letter. */
export interface DeadLetterReplaysTable {
  readonly dead_letter_id: string;
  readonly replay: number;
  readonly task_id: string;
  readonly task_name: string;
  readonly args: readonly unknown[];
  readonly kwargs: Kwargs;
  readonly edited: boolean;
  readonly replayed_by: string;
  readonly replayed_at: Instant;
  readonly sent_at: MaybeInstant;
}

export type DeadLetterRow = Selectable<DeadLettersTable>;
export type ReplayRow = Selectable<DeadLetterReplaysTable>;
