import type { Kwargs } from '../task-message.js';
import type { TaskError } from '../task-error.js';
import type { Logged } from './log-event.js';
import type { RevocationEvent } from './revocation-event.js';
import type { WorkerEvent } from './worker-event.js';

/**
 * What the journal holds: everything that ever happened to tasks and workers, in the past tense.
 * Field names are the wire format; a batch of events is one JSON array in one stream message.
 */
export type JournalEvent =
  | Accepted
  | Refused
  | Started
  | Interrupted
  | Progressed
  | Succeeded
  | RetryScheduled
  | Failed
  | Revoked
  | Expired
  | WorkerEvent
  | Logged
  | RevocationEvent
  | Rescheduled
  | DeadLetterReplayed
  | DeadLetterDiscarded
  | BarrierPassed;

export type JournalEventType = JournalEvent['type'];

/** What people did with dead letters. */
export type DeadLetterEvent = DeadLetterReplayed | DeadLetterDiscarded;

/** Events that may change one task's state. */
export type TaskEvent = Exclude<
  JournalEvent,
  BarrierPassed | DeadLetterEvent | RevocationEvent | WorkerEvent | Logged
>;

interface OfTask {
  readonly task_id: string;
  /** ISO 8601 UTC, the writer's clock. */
  readonly at: string;
  /** W3C trace context of what it tells of; only when that is traced. */
  readonly traceparent?: string | null;
}

interface OfAttempt extends OfTask {
  /** 1 for the first attempt. */
  readonly attempt: number;
  readonly worker: string;
}

export interface Accepted extends OfTask {
  readonly type: 'accepted';
  readonly task_name: string;
  readonly queue: string;
  readonly args: readonly unknown[];
  readonly kwargs: Kwargs;
  readonly priority: number;
  readonly max_retries: number;
  readonly eta: string | null;
  readonly expires: string | null;
  readonly root_id: string;
  readonly parent_id: string | null;
  readonly schedule: string | null;
  readonly retried_from: string | null;
  readonly trace_id: string | null;
  readonly submitted_by: string | null;
  /** Only when the submitter gave one: a task whose message is lost is sent again with what it was sent with. */
  readonly soft_limit_ms?: number | null;
  readonly hard_limit_ms?: number | null;
}

/** The submitter was told no (or nothing): whatever was published of it does not count. */
export interface Refused extends OfTask {
  readonly type: 'refused';
  readonly reason: string;
}

export interface Started extends OfAttempt {
  readonly type: 'started';
}

/** The worker let go of a run without an outcome, of its own will: the attempt is delivered again, and nothing crashed. */
export interface Interrupted extends OfAttempt {
  readonly type: 'interrupted';
  /** Tells which run it was. */
  readonly started_at: string;
}

export interface Progress {
  readonly current: number;
  readonly total: number;
  readonly percent: number;
  readonly description: string;
}

export interface Progressed extends OfAttempt {
  readonly type: 'progressed';
  readonly progress: Progress;
}

interface Ended extends OfAttempt {
  readonly started_at: string;
  readonly duration_ms: number;
}

export interface Succeeded extends Ended {
  readonly type: 'succeeded';
  readonly result: unknown;
}

export interface RetryScheduled extends Ended {
  readonly type: 'retry_scheduled';
  readonly error: TaskError;
  /** ISO 8601 instant of the next attempt. */
  readonly next_at: string;
}

export interface Failed extends OfTask {
  readonly type: 'failed';
  readonly attempt: number;
  readonly worker: string | null;
  readonly started_at: string | null;
  readonly duration_ms: number | null;
  readonly error: TaskError;
}

/** Ended because it was revoked. What an attempt says is there only when one had begun. */
export interface Revoked extends OfTask {
  readonly type: 'revoked';
  readonly attempt: number;
  readonly worker?: string | null;
  readonly started_at?: string | null;
  readonly duration_ms?: number | null;
  /** What the attempt failed with, or that its code did not heed its signal. */
  readonly error?: TaskError | null;
}

export interface Expired extends OfTask {
  readonly type: 'expired';
  readonly attempt: number;
}

/** A delayed task, or the next attempt of a retried one, was given another time. */
export interface Rescheduled extends OfTask {
  readonly type: 'rescheduled';
  readonly attempt: number;
  /** ISO 8601 instant at which it runs now. */
  readonly eta: string;
  /** Name of the user who moved it. */
  readonly by: string;
}

interface OfDeadLetter {
  readonly dead_letter_id: string;
  /** The task that died; null when the message named none. Not `task_id`: it is no event of that task. */
  readonly origin_task_id: string | null;
  /** ISO 8601 UTC. */
  readonly at: string;
  /** Who did it: a user's name. */
  readonly by: string;
}

/** A dead letter was sent again, as a new task. */
export interface DeadLetterReplayed extends OfDeadLetter {
  readonly type: 'dead_letter_replayed';
  /** 1 for its first replay. */
  readonly replay: number;
  readonly replayed_as: string;
  /** Whether the arguments or the task's name were changed for it. */
  readonly edited: boolean;
}

/** Somebody decided that a dead letter will not be sent again. */
export interface DeadLetterDiscarded extends OfDeadLetter {
  readonly type: 'dead_letter_discarded';
}

/** Written by whoever must know the present state: once it is projected, so is all that came before it. */
export interface BarrierPassed {
  readonly type: 'barrier';
  readonly barrier_id: string;
  readonly at: string;
}

/** One stream message: events of one writer in the order in which it wrote them. */
export interface JournalBatch {
  /** The stream's own number for this message. */
  readonly offset: number;
  readonly events: readonly JournalEvent[];
}

export function isDeadLetterEvent(event: JournalEvent): event is DeadLetterEvent {
  return event.type === 'dead_letter_replayed' || event.type === 'dead_letter_discarded';
}

export type FinalEvent = Succeeded | Failed | Revoked | Expired;

export function isFinalEvent(event: JournalEvent): event is FinalEvent {
  return (
    event.type === 'succeeded' ||
    event.type === 'failed' ||
    event.type === 'revoked' ||
    event.type === 'expired'
  );
}
