import type { TaskEvent } from '../journal/journal-event.js';
import type { LogLine } from '../journal/log-event.js';
import type { RevocationEvent } from '../journal/revocation-event.js';
import type { TaskState } from '../task-state.js';
import type { TaskPage, TaskView } from './task-view.js';

/** What streams tell of the journal, by the names that stand behind `event:`; `logged` only those of one task. */
export const STREAMED_EVENTS = [
  'accepted',
  'refused',
  'started',
  'interrupted',
  'progressed',
  'succeeded',
  'retry_scheduled',
  'failed',
  'revoked',
  'expired',
  'rescheduled',
  'revoke_requested',
  'revoke_acknowledged',
  'logged',
] as const;
export type StreamedEventType = (typeof STREAMED_EVENTS)[number];

/** Lines that a task logged, as its stream tells them. */
export interface TaskLogged {
  readonly type: 'logged';
  readonly task_id: string;
  readonly worker: string;
  readonly at: string;
  readonly lines: readonly LogLine[];
}

/** What a stream says of an event beside the event itself. */
export interface StreamedAlongside {
  /** Null when it is not known which task it is: the monitor is away. */
  readonly task_name: string | null;
  readonly queue: string | null;
  /** The state that the event gives the task; null when it gives none. */
  readonly status: TaskState | null;
  /** Fields too large for a stream, which are null here; GET the task for them. */
  readonly left_out?: readonly string[];
}

/** An event of the journal as streams tell it, secrets hidden. */
export type StreamedEvent = (TaskEvent | RevocationEvent | TaskLogged) & StreamedAlongside;

/** How a stream of one task begins: the task as of now. */
export interface TaskSnapshot {
  readonly task: TaskView;
  /** Everything before this offset of the journal is in it. */
  readonly projected_offset: number;
}

/** How the stream of all events begins: the newest tasks that have not ended. */
export interface TasksSnapshot {
  readonly tasks: TaskPage;
  readonly projected_offset: number;
}

/** Events are missing between the last one and the snapshot that follows. */
export interface StreamReset {
  readonly reason: 'too_far_back' | 'unknown_event' | 'took_too_long';
}

/** The last word of a stream. After `shutdown` and `unavailable` come back; after the others do not, or log in first. */
export interface StreamEnd {
  readonly reason: 'task_ended' | 'token_expired' | 'access_ended' | 'shutdown' | 'unavailable';
}
