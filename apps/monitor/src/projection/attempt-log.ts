import { isFinal, stateAfter, type TaskError, type TaskEvent } from '@celerity/contracts';
import { runsWith } from './attempt-runs.js';
import type { AttemptRecord } from './task-row.js';
import { isLaterRun } from './run-order.js';

type AttemptEvent = Exclude<TaskEvent, { type: 'accepted' | 'refused' | 'rescheduled' }>;
type EndEvent = Exclude<AttemptEvent, { type: 'started' | 'interrupted' | 'progressed' }>;

/** Longest error text in the log, in characters. */
const ERROR_TEXT = 500;

/**
 * Enters an event into the log of attempts, sorted by attempt. The log also takes what the task itself ignores,
 * such as an attempt that ended after the task had. Returns the same array when there is nothing new in it.
 */
export function logAttempt(log: readonly AttemptRecord[], event: AttemptEvent): readonly AttemptRecord[] {
  const known = log.find(({ attempt }) => attempt === event.attempt);
  const record = merge(known, event);
  if (record === known) return log;
  if (log.length === 0) return [record];
  const others = log.filter(({ attempt }) => attempt !== event.attempt);
  return [...others, record].sort((a, b) => a.attempt - b.attempt);
}

function merge(known: AttemptRecord | undefined, event: AttemptEvent): AttemptRecord {
  if (event.type === 'started') return started(known ?? begun(event.attempt, null, null), event);
  if (event.type === 'interrupted') return interrupted(known ?? begun(event.attempt, null, null), event);
  if (event.type === 'progressed') return known ?? begun(event.attempt, event.worker, null);
  return ended(known ?? begun(event.attempt, null, null), event);
}

function begun(attempt: number, worker: string | null, started_at: string | null): AttemptRecord {
  return { attempt, worker, started_at, finished_at: null, state: 'STARTED', error: null };
}

function started(known: AttemptRecord, event: Extract<TaskEvent, { type: 'started' }>): AttemptRecord {
  const ended = known.state !== 'STARTED';
  if (ended && known.started_at !== null) return known;
  const runs = ended ? known.runs : runsWith(known, { worker: event.worker, started_at: event.at });
  const ran = runs === known.runs ? known : { ...known, runs };
  if (!isLaterRun(event.at, event.worker, known)) return ran;
  return { ...ran, started_at: event.at, worker: ended ? (known.worker ?? event.worker) : event.worker };
}

/** Says nothing of the attempt's end: it will be delivered again. */
function interrupted(
  known: AttemptRecord,
  { worker, started_at }: Extract<TaskEvent, { type: 'interrupted' }>,
): AttemptRecord {
  if (known.state !== 'STARTED') return known;
  const runs = runsWith(known, { worker, started_at, interrupted: true });
  return runs === known.runs ? known : { ...known, runs };
}

function ended(known: AttemptRecord, event: EndEvent): AttemptRecord {
  const state = stateAfter(event) as AttemptRecord['state'];
  // The first end counts, but a final one counts more than a retry.
  const overrules = known.state === 'STARTED' || (known.state === 'RETRY' && isFinal(state));
  if (!overrules) return known;
  return {
    attempt: event.attempt,
    worker: ('worker' in event ? event.worker : null) ?? known.worker,
    started_at: ('started_at' in event ? event.started_at : null) ?? known.started_at,
    finished_at: event.at,
    state,
    error: 'error' in event && event.error ? brief(event.error) : null,
    ...(event.type === 'retry_scheduled' ? { next_at: event.next_at } : {}),
  };
}

function brief({ type, message }: TaskError): TaskError {
  return { type, message: message.length > ERROR_TEXT ? `${message.slice(0, ERROR_TEXT)}… [cut]` : message };
}
