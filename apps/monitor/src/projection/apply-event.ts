import {
  isFinal,
  mayFollow,
  type RevokeRequested,
  stateAfter,
  type TaskEvent,
  type TaskState,
} from '@celerity/contracts';
import { logAttempt } from './attempt-log.js';
import { isLaterRun } from './run-order.js';
import { unknownTask, type TaskRow } from './task-row.js';

type Event<Type extends TaskEvent['type']> = Extract<TaskEvent, { type: Type }>;
type Final = Event<'succeeded' | 'failed' | 'revoked' | 'expired'>;

/**
 * What a task is after one more event. Pure, and the only place where states change.
 *
 * Events may be repeated, and those of different writers may come in any order. So: an event that says nothing
 * new gives back the very same row; `accepted` may come last; of two ends the first read stays; of an older
 * attempt, or of an older run of the same attempt, only the log of attempts takes notice.
 */
export function applyEvent(row: TaskRow | undefined, event: TaskEvent): TaskRow {
  const task = row ?? unknownTask(event);
  if (event.type === 'accepted') return describe(task, event);
  if (event.type === 'refused') return refuse(task, event);
  if (event.type === 'rescheduled') return reschedule(task, event);
  const attempts = logAttempt(task.attempts, event);
  if (event.type === 'interrupted') return attempts === task.attempts ? task : { ...task, attempts };
  const next = mayFollow(task.state, stateAfter(event)) ? advance(task, event) : fillIn(task, event);
  return attempts === next.attempts ? next : { ...next, attempts };
}

/**
 * Somebody asked for the task's revocation, which does not change its state. Of several requests the earliest
 * counts, whichever is read first.
 */
export function noteRevocation(task: TaskRow, { at }: RevokeRequested): TaskRow {
  const known = task.revoke_requested_at;
  return known !== null && known <= at ? task : { ...task, revoke_requested_at: at };
}

function advance(
  task: TaskRow,
  event: Exclude<TaskEvent, Event<'accepted' | 'refused' | 'rescheduled' | 'interrupted'>>,
): TaskRow {
  switch (event.type) {
    case 'started':
      return start(task, event);
    case 'progressed':
      return progress(task, event);
    case 'retry_scheduled':
      return retry(task, event);
    default:
      return end(task, event);
  }
}

/** Field by field, here and below: copying whole events by spread took most of the time of all this. */
function describe(task: TaskRow, event: Event<'accepted'>): TaskRow {
  if (task.submitted_at !== null) return task;
  return {
    ...task,
    task_name: event.task_name,
    queue: event.queue,
    args: event.args,
    kwargs: event.kwargs,
    priority: event.priority,
    max_retries: event.max_retries,
    eta: task.eta ?? event.eta,
    expires: event.expires,
    submitted_at: event.at,
    seen_at: event.at,
    root_id: event.root_id,
    parent_id: event.parent_id,
    schedule: event.schedule,
    retried_from: event.retried_from,
    trace_id: event.trace_id,
    submitted_by: event.submitted_by,
    soft_limit_ms: event.soft_limit_ms ?? null,
    hard_limit_ms: event.hard_limit_ms ?? null,
  };
}

/** What it said of a task that has begun since is not true any more. */
function reschedule(task: TaskRow, { attempt, eta }: Event<'rescheduled'>): TaskRow {
  const waits = task.state === 'RETRY' ? attempt > task.attempt : task.state === 'PENDING';
  return waits && task.eta !== eta ? { ...task, eta } : task;
}

/** A refusal ends only a task that has not begun: once a worker has it, what the worker says is the truth. */
function refuse(task: TaskRow, event: Event<'refused'>): TaskRow {
  if (task.state !== 'PENDING') return task;
  const error = { type: 'Refused', message: event.reason };
  return { ...task, state: 'FAILURE', error, finished_at: event.at };
}

function start(task: TaskRow, event: Event<'started'>): TaskRow {
  const fresh = isNewAttempt(task, event.attempt);
  if (!fresh && !isRunning(task, event.attempt)) return task;
  if (!fresh && task.started_at === null && task.worker === event.worker)
    return { ...task, started_at: event.at };
  if (!fresh && !isLaterRun(event.at, event.worker, task)) return task;
  return { ...begun(task, 'STARTED', event), started_at: event.at };
}

function progress(task: TaskRow, event: Event<'progressed'>): TaskRow {
  if (isNewAttempt(task, event.attempt))
    return { ...begun(task, 'PROGRESS', event), progress: event.progress, progress_at: event.at };
  if (!isRunning(task, event.attempt) || task.worker !== event.worker || !isNews(task, event)) return task;
  return { ...task, state: 'PROGRESS', progress: event.progress, progress_at: event.at };
}

function retry(task: TaskRow, event: Event<'retry_scheduled'>): TaskRow {
  if (event.attempt < task.attempt || (event.attempt === task.attempt && task.state === 'RETRY')) return task;
  const { started_at, duration_ms, error } = event;
  return { ...begun(task, 'RETRY', event), started_at, duration_ms, error };
}

const NO_RUN = { worker: null, started_at: null, duration_ms: null };

function end(task: TaskRow, event: Final): TaskRow {
  const { worker, started_at, duration_ms } = event.type === 'expired' ? NO_RUN : event;
  // Who revokes or expires a task without running it may not know how far it has come.
  const knows = event.type === 'succeeded' || event.type === 'failed' || worker !== null;
  const attempt = knows ? event.attempt : Math.max(event.attempt, task.attempt);
  const known = attempt === task.attempt ? task : null;
  return {
    ...task,
    state: stateAfter(event),
    attempt,
    worker: worker ?? known?.worker ?? null,
    started_at: started_at ?? known?.started_at ?? null,
    finished_at: event.at,
    duration_ms: duration_ms ?? null,
    progress: known?.progress ?? null,
    progress_at: known?.progress_at ?? null,
    result: 'result' in event ? event.result : null,
    error: 'error' in event ? (event.error ?? null) : null,
  };
}

/** An end that knew of no start (a dead letter, a revocation) may be read before the start. */
function fillIn(task: TaskRow, event: TaskEvent): TaskRow {
  if (event.type !== 'started' || event.attempt !== task.attempt || task.started_at !== null) return task;
  return { ...task, started_at: event.at, worker: task.worker ?? event.worker };
}

/** What every run begins with: nothing of the run before it. */
function begun(
  task: TaskRow,
  state: TaskState,
  { attempt, worker }: { attempt: number; worker: string },
): TaskRow {
  return {
    ...task,
    state,
    attempt,
    worker,
    started_at: null,
    duration_ms: null,
    progress: null,
    progress_at: null,
    error: null,
  };
}

function isNewAttempt(task: TaskRow, attempt: number): boolean {
  return attempt > task.attempt || (attempt === task.attempt && task.state === 'PENDING');
}

function isRunning(task: TaskRow, attempt: number): boolean {
  return attempt === task.attempt && task.state !== 'RETRY' && !isFinal(task.state);
}

/** Progress only moves on: a repeated, older report does not turn it back. */
function isNews(task: TaskRow, event: Event<'progressed'>): boolean {
  if (task.progress_at === null || task.progress === null) return true;
  if (event.at !== task.progress_at) return event.at > task.progress_at;
  return event.progress.current > task.progress.current;
}
