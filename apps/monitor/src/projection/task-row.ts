import type { Kwargs, Progress, TaskError, TaskEvent, TaskState } from '@celerity/contracts';

/** One beginning of an attempt; there are several when workers died. */
export interface AttemptRun {
  readonly worker: string;
  readonly started_at: string;
  /** The worker let go of it by itself: it did not die of it. */
  readonly interrupted?: true;
}

/** One attempt of a task, for a timeline. */
export interface AttemptRecord {
  readonly attempt: number;
  readonly worker: string | null;
  readonly started_at: string | null;
  readonly finished_at: string | null;
  /** `STARTED` until it has ended. */
  readonly state: Exclude<TaskState, 'PENDING' | 'PROGRESS'>;
  /** Without the stack, and cut: the whole of the last one is the task's own `error`. */
  readonly error: TaskError | null;
  /** When the next attempt is due, of one that is to be retried. */
  readonly next_at?: string;
  /** Earliest first; left out while `worker` and `started_at` say it all. */
  readonly runs?: readonly AttemptRun[];
}

/**
 * A task as its events have left it. Instants are ISO 8601 UTC with milliseconds, so that they compare as text.
 * `task_name` and what else the submitter said is null until `accepted` has been read.
 */
export interface TaskRow {
  readonly task_id: string;
  readonly state: TaskState;
  /** 1 before the first attempt. */
  readonly attempt: number;
  readonly task_name: string | null;
  readonly queue: string | null;
  readonly args: readonly unknown[] | null;
  readonly kwargs: Kwargs | null;
  readonly result: unknown;
  readonly error: TaskError | null;
  readonly progress: Progress | null;
  readonly progress_at: string | null;
  readonly priority: number | null;
  readonly max_retries: number | null;
  readonly eta: string | null;
  readonly expires: string | null;
  readonly submitted_at: string | null;
  /** `submitted_at`, or while that is not known the time of the first event: what lists are sorted by. */
  readonly seen_at: string;
  readonly started_at: string | null;
  readonly finished_at: string | null;
  readonly duration_ms: number | null;
  readonly worker: string | null;
  readonly root_id: string | null;
  readonly parent_id: string | null;
  readonly schedule: string | null;
  readonly retried_from: string | null;
  readonly trace_id: string | null;
  readonly submitted_by: string | null;
  /** When it was first asked to be revoked. */
  readonly revoke_requested_at: string | null;
  /** What the submitter asked for instead of the contract's limits. */
  readonly soft_limit_ms: number | null;
  readonly hard_limit_ms: number | null;
  readonly attempts: readonly AttemptRecord[];
}

/** A task of which nothing is known but that something happened to it. */
export function unknownTask({ task_id, at }: TaskEvent): TaskRow {
  return {
    task_id,
    state: 'PENDING',
    attempt: 1,
    task_name: null,
    queue: null,
    args: null,
    kwargs: null,
    result: null,
    error: null,
    progress: null,
    progress_at: null,
    priority: null,
    max_retries: null,
    eta: null,
    expires: null,
    submitted_at: null,
    seen_at: at,
    started_at: null,
    finished_at: null,
    duration_ms: null,
    worker: null,
    root_id: null,
    parent_id: null,
    schedule: null,
    retried_from: null,
    trace_id: null,
    submitted_by: null,
    revoke_requested_at: null,
    soft_limit_ms: null,
    hard_limit_ms: null,
    attempts: [],
  };
}
