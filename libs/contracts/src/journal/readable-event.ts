import { isTaskId } from '../ids/task-id.js';
import { instantOf } from './instant-of.js';
import type { JournalEvent, JournalEventType } from './journal-event.js';

type Fields = Readonly<Record<string, unknown>>;
/** Gives the value as the projection wants it, or undefined when it is no such thing. */
type Read = (value: unknown) => unknown;

const LARGEST_INT = 2 ** 31 - 1;

const text: Read = (value) => (typeof value === 'string' ? value : undefined);
const id: Read = (value) => (typeof value === 'string' && isTaskId(value) ? value.toLowerCase() : undefined);
const barrier: Read = (value) =>
  typeof value === 'string' && /^[\w-]{1,64}$/.test(value) ? value : undefined;
const list: Read = (value) => (Array.isArray(value) ? value : undefined);
const object: Read = (value) =>
  typeof value === 'object' && value !== null && !Array.isArray(value) ? value : undefined;
const number: Read = (value) => (typeof value === 'number' && Number.isFinite(value) ? value : undefined);
const count: Read = (value) =>
  Number.isInteger(value) && (value as number) >= 0 && (value as number) <= LARGEST_INT ? value : undefined;
const attempt: Read = (value) => (value === 0 ? undefined : count(value));
const instant: Read = (value) => (typeof value === 'string' ? instantOf(value) : undefined);
const error: Read = (value) => {
  const fields = object(value) as Fields | undefined;
  return fields && text(fields['type']) !== undefined && text(fields['message']) !== undefined
    ? value
    : undefined;
};
const progress: Read = (value) => {
  const fields = object(value) as Fields | undefined;
  return fields && ['current', 'total', 'percent'].every((name) => number(fields[name]) !== undefined)
    ? value
    : undefined;
};
const flag: Read = (value) => (typeof value === 'boolean' ? value : undefined);
const amount: Read = (value) => (Number.isSafeInteger(value) && (value as number) >= 0 ? value : undefined);
const texts: Read = (value) =>
  Array.isArray(value) && value.every((item) => typeof item === 'string') ? value : undefined;
const counts: Read = (value) => {
  const fields = object(value) as Fields | undefined;
  return fields && Object.values(fields).every((item) => count(item) !== undefined) ? value : undefined;
};
const orNull =
  (read: Read): Read =>
  (value) =>
    value === null || value === undefined ? null : read(value);
const anything: Read = (value) => value ?? null;
const yes: Read = (value) => value === true;

/** Left out where there is none: most events have none, and no reader needs to be told. */
const ifThere =
  (read: Read): Read =>
  (value) =>
    value === undefined ? LEFT_OUT : read(value);
const LEFT_OUT = Symbol('left out');

const ofTask = { task_id: id, at: instant, traceparent: ifThere(orNull(text)) };
const ofAttempt = { ...ofTask, attempt, worker: text };
const ofEnd = { ...ofAttempt, started_at: instant, duration_ms: number };
const ofDeadLetter = { dead_letter_id: id, origin_task_id: orNull(id), at: instant, by: text };

const ofWorker = {
  worker_id: text,
  seq: amount,
  at: instant,
  hostname: text,
  pid: count,
  queues: texts,
  unacked: counts,
  concurrency: count,
  active: count,
  processed: amount,
  uptime_s: number,
  rss_bytes: amount,
  event_loop_lag_ms: number,
  version: text,
  interval_ms: count,
};

/** What each event must have for a reader, and for PostgreSQL, to take it. */
const READ: Readonly<Record<JournalEventType, Readonly<Record<string, Read>>>> = {
  accepted: {
    ...ofTask,
    task_name: text,
    queue: text,
    args: list,
    kwargs: object,
    priority: count,
    max_retries: count,
    eta: orNull(instant),
    expires: orNull(instant),
    root_id: text,
    parent_id: orNull(text),
    schedule: orNull(text),
    retried_from: orNull(text),
    trace_id: orNull(text),
    submitted_by: orNull(text),
    soft_limit_ms: orNull(count),
    hard_limit_ms: orNull(count),
  },
  refused: { ...ofTask, reason: text },
  started: ofAttempt,
  interrupted: { ...ofAttempt, started_at: instant },
  progressed: { ...ofAttempt, progress },
  succeeded: { ...ofEnd, result: anything },
  retry_scheduled: { ...ofEnd, error, next_at: instant },
  failed: {
    ...ofTask,
    attempt,
    worker: orNull(text),
    started_at: orNull(instant),
    duration_ms: orNull(number),
    error,
  },
  revoked: {
    ...ofTask,
    attempt,
    worker: orNull(text),
    started_at: orNull(instant),
    duration_ms: orNull(number),
    error: orNull(error),
  },
  revoke_requested: { ...ofTask, by: text, terminate: yes },
  revoke_acknowledged: { ...ofTask, worker: text, queues: list, running: yes },
  expired: { ...ofTask, attempt },
  worker_beat: { ...ofWorker, stopping: flag },
  worker_stopped: ofWorker,
  logged: { worker: text, at: instant, lines: list },
  rescheduled: { ...ofTask, attempt, eta: instant, by: text },
  dead_letter_replayed: {
    ...ofDeadLetter,
    replay: attempt,
    replayed_as: id,
    edited: (value) => value === true,
  },
  dead_letter_discarded: ofDeadLetter,
  barrier: { barrier_id: barrier, at: instant },
};

/** The same as lists, which are quicker to go through. */
const READERS = new Map(Object.entries(READ).map(([type, readers]) => [type, Object.entries(readers)]));

/**
 * Reads what stands in the journal. Null for what no version of ours wrote, or a newer one did: one such entry
 * must not stop its reader. Nearly all entries are as they should be already, and are given back themselves.
 */
export function readableEvent(entry: unknown): JournalEvent | null {
  const fields = object(entry) as Fields | undefined;
  const type = fields?.['type'];
  const readers = typeof type === 'string' ? READERS.get(type) : undefined;
  if (!fields || !readers) return null;
  let [known, same] = [1, true];
  for (const [name, read] of readers) {
    const found = fields[name];
    const value = read(found);
    if (value === undefined) return null;
    if (value === found) known += 1;
    else if (value !== LEFT_OUT) same = false;
  }
  const event = same && Object.keys(fields).length === known ? fields : rewritten(fields, readers);
  return event as unknown as JournalEvent;
}

function rewritten(fields: Fields, readers: readonly (readonly [string, Read])[]): Fields {
  const read = readers.map(([name, reader]) => [name, reader(fields[name])] as const);
  return { type: fields['type'], ...Object.fromEntries(read.filter(([, value]) => value !== LEFT_OUT)) };
}
