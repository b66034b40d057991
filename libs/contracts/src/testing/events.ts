import { randomUUID } from 'node:crypto';
import type { RevokeAcknowledged, RevokeRequested, TaskEvent, WorkerEvent } from '../index.js';

type Event<Type extends TaskEvent['type']> = Extract<TaskEvent, { type: Type }>;

const START = Date.parse('2030-01-01T00:00:00.000Z');

/** An instant, in milliseconds after an arbitrary beginning. */
export function at(ms: number): string {
  return new Date(START + ms).toISOString();
}

/** Makes the events of one task; each has a sensible default for what a test does not care about. */
export class EventsOf {
  constructor(readonly task_id: string = randomUUID()) {}

  accepted(ms = 0, more: Partial<Event<'accepted'>> = {}): Event<'accepted'> {
    return {
      type: 'accepted',
      task_id: this.task_id,
      at: at(ms),
      task_name: 'default.test_task',
      queue: 'default',
      args: ['one'],
      kwargs: { two: 2 },
      priority: 5,
      max_retries: 3,
      eta: null,
      expires: null,
      root_id: this.task_id,
      parent_id: null,
      schedule: null,
      retried_from: null,
      trace_id: null,
      submitted_by: 'admin',
      soft_limit_ms: null,
      hard_limit_ms: null,
      ...more,
    };
  }

  refused(ms: number): Event<'refused'> {
    return { type: 'refused', task_id: this.task_id, at: at(ms), reason: 'no queue takes it' };
  }

  started(ms: number, attempt = 1, worker = 'w1'): Event<'started'> {
    return { type: 'started', task_id: this.task_id, at: at(ms), attempt, worker };
  }

  interrupted(startedMs: number, ms: number, attempt = 1, worker = 'w1'): Event<'interrupted'> {
    const started_at = at(startedMs);
    return { type: 'interrupted', task_id: this.task_id, at: at(ms), attempt, worker, started_at };
  }

  progressed(ms: number, current: number, attempt = 1, worker = 'w1'): Event<'progressed'> {
    const progress = { current, total: 100, percent: current, description: `step ${current}` };
    return { type: 'progressed', task_id: this.task_id, at: at(ms), attempt, worker, progress };
  }

  succeeded(startedMs: number, ms: number, attempt = 1, worker = 'w1'): Event<'succeeded'> {
    return { type: 'succeeded', ...this.ended(startedMs, ms, attempt, worker), result: { done: true } };
  }

  retry(startedMs: number, ms: number, attempt = 1, worker = 'w1'): Event<'retry_scheduled'> {
    const error = { type: 'SmtpDown', message: `attempt ${attempt}` };
    return {
      type: 'retry_scheduled',
      ...this.ended(startedMs, ms, attempt, worker),
      error,
      next_at: at(ms + 100),
    };
  }

  failed(startedMs: number, ms: number, attempt = 1, worker = 'w1'): Event<'failed'> {
    const error = { type: 'SmtpDown', message: `attempt ${attempt}`, stack: 'SmtpDown\n at x' };
    return { type: 'failed', ...this.ended(startedMs, ms, attempt, worker), error };
  }

  deadLettered(ms: number, attempt = 1): Event<'failed'> {
    const error = { type: 'Poison', message: 'delivered too often' };
    return {
      type: 'failed',
      task_id: this.task_id,
      at: at(ms),
      attempt,
      worker: null,
      started_at: null,
      duration_ms: null,
      error,
    };
  }

  revoked(ms: number, attempt = 1): Event<'revoked'> {
    const nothing = { worker: null, started_at: null, duration_ms: null, error: null };
    return { type: 'revoked', task_id: this.task_id, at: at(ms), attempt, ...nothing };
  }

  /** Stopped while it ran. */
  terminated(startedMs: number, ms: number, attempt = 1, worker = 'w1'): Event<'revoked'> {
    return { type: 'revoked', ...this.ended(startedMs, ms, attempt, worker), error: null };
  }

  revokeRequested(ms: number, terminate = false): RevokeRequested {
    return { type: 'revoke_requested', task_id: this.task_id, at: at(ms), by: 'admin', terminate };
  }

  revokeAcknowledged(ms: number, running = false, worker = 'w1'): RevokeAcknowledged {
    const queues = ['default'];
    return { type: 'revoke_acknowledged', task_id: this.task_id, at: at(ms), worker, queues, running };
  }

  expired(ms: number, attempt = 1): Event<'expired'> {
    return { type: 'expired', task_id: this.task_id, at: at(ms), attempt };
  }

  private ended(startedMs: number, ms: number, attempt: number, worker: string) {
    return {
      task_id: this.task_id,
      at: at(ms),
      attempt,
      worker,
      started_at: at(startedMs),
      duration_ms: ms - startedMs,
    };
  }
}

type Beat = Extract<WorkerEvent, { type: 'worker_beat' }>;

/** Makes the events of one worker. */
export class WorkerEventsOf {
  constructor(readonly worker_id = `host:1:${randomUUID().slice(0, 6)}`) {}

  beat(seq: number, more: Partial<Beat> = {}): Beat {
    return { type: 'worker_beat', stopping: false, ...this.facts(seq), ...more };
  }

  stopped(seq: number): Extract<WorkerEvent, { type: 'worker_stopped' }> {
    return { type: 'worker_stopped', ...this.facts(seq) };
  }

  private facts(seq: number) {
    return {
      worker_id: this.worker_id,
      seq,
      at: at(seq),
      hostname: 'host',
      pid: 1,
      queues: ['finance', 'email'],
      unacked: { finance: 2, email: 1 },
      concurrency: 10,
      active: 3,
      processed: seq * 10,
      uptime_s: seq,
      rss_bytes: 100_000_000,
      event_loop_lag_ms: 1.5,
      version: '0.1.0',
      interval_ms: 5_000,
    };
  }
}
