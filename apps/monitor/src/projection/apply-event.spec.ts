import type { TaskEvent } from '@celerity/contracts';
import { at, EventsOf } from '@celerity/contracts/testing';
import { applyEvent } from './apply-event.js';
import type { TaskRow } from './task-row.js';

const task = new EventsOf('018f0000-0000-7000-8000-000000000001');

function after(...events: TaskEvent[]): TaskRow {
  const row = events.reduce<TaskRow | undefined>(applyEvent, undefined);
  if (!row) throw new Error('no events');
  return row;
}

type Case = [what: string, events: TaskEvent[], expected: Partial<TaskRow>];

const RUNNING: Case[] = [
  [
    'accepted',
    [task.accepted()],
    { state: 'PENDING', attempt: 1, submitted_at: at(0), task_name: 'default.test_task' },
  ],
  ['started', [task.accepted(), task.started(5)], { state: 'STARTED', started_at: at(5), worker: 'w1' }],
  [
    'started before accepted',
    [task.started(5), task.accepted(9)],
    { state: 'STARTED', submitted_at: at(9), seen_at: at(9) },
  ],
  ['progress', [task.started(5), task.progressed(6, 10)], { state: 'PROGRESS', progress_at: at(6) }],
  [
    'progress without a start',
    [task.progressed(6, 10)],
    { state: 'PROGRESS', worker: 'w1', started_at: null },
  ],
  [
    'a start after its progress',
    [task.progressed(6, 10), task.started(5)],
    { state: 'PROGRESS', worker: 'w1', started_at: at(5) },
  ],
  [
    'older progress does not turn it back',
    [task.started(1), task.progressed(9, 50), task.progressed(6, 10)],
    { progress: task.progressed(9, 50).progress },
  ],
  [
    'of one instant, the further progress',
    [task.started(1), task.progressed(9, 50), task.progressed(9, 40)],
    { progress: task.progressed(9, 50).progress },
  ],
  [
    'progress of another run',
    [task.started(1), task.progressed(9, 50, 1, 'w2')],
    { state: 'STARTED', progress: null },
  ],
  [
    'a rerun by another worker begins anew',
    [task.started(1), task.progressed(2, 50), task.started(8, 1, 'w2')],
    { state: 'STARTED', worker: 'w2', started_at: at(8), progress: null },
  ],
  ['an older run', [task.started(8, 1, 'w2'), task.started(1)], { worker: 'w2', started_at: at(8) }],
  [
    'retry',
    [task.accepted(), task.started(5), task.retry(5, 8)],
    { state: 'RETRY', attempt: 1, started_at: at(5), finished_at: null, error: task.retry(5, 8).error },
  ],
  ['the second retry of an attempt', [task.retry(5, 8), task.retry(6, 9, 1, 'w2')], { worker: 'w1' }],
  ['its own start after a retry', [task.retry(5, 8), task.started(5)], { state: 'RETRY' }],
  ['progress after a retry', [task.retry(5, 8), task.progressed(7, 10)], { state: 'RETRY', progress: null }],
  [
    'the next attempt',
    [task.started(5), task.retry(5, 8), task.started(20, 2, 'w2')],
    { state: 'STARTED', attempt: 2, worker: 'w2', started_at: at(20), error: null },
  ],
  [
    'a late start of an older attempt',
    [task.started(20, 2, 'w2'), task.started(5)],
    { state: 'STARTED', attempt: 2, worker: 'w2', started_at: at(20) },
  ],
  [
    'a late retry of an older attempt',
    [task.started(20, 2), task.retry(5, 8)],
    { state: 'STARTED', attempt: 2, error: null },
  ],
];

const FINAL: Case[] = [
  [
    'success',
    [task.accepted(), task.started(5), task.succeeded(5, 9)],
    { state: 'SUCCESS', result: { done: true }, duration_ms: 4, finished_at: at(9), error: null },
  ],
  [
    'an outcome without a start',
    [task.succeeded(5, 9)],
    { state: 'SUCCESS', started_at: at(5), worker: 'w1' },
  ],
  [
    'accepted after the outcome',
    [task.succeeded(5, 9), task.accepted(1)],
    { state: 'SUCCESS', task_name: 'default.test_task', submitted_at: at(1), finished_at: at(9) },
  ],
  ['a failure', [task.failed(5, 9)], { state: 'FAILURE', error: task.failed(5, 9).error }],
  ['the first of two ends', [task.failed(5, 9), task.succeeded(5, 8)], { state: 'FAILURE', result: null }],
  [
    'the first of two ends, turned',
    [task.succeeded(5, 8), task.failed(5, 9)],
    { state: 'SUCCESS', error: null },
  ],
  ['a start after the end', [task.succeeded(5, 9), task.started(30, 2)], { state: 'SUCCESS', attempt: 1 }],
  ['a retry after the end', [task.succeeded(5, 9), task.retry(5, 9)], { state: 'SUCCESS', error: null }],
  [
    'an old attempt succeeds after all',
    [task.retry(5, 8), task.started(20, 2), task.succeeded(5, 30, 1, 'w3')],
    { state: 'SUCCESS', attempt: 1, worker: 'w3', started_at: at(5) },
  ],
  [
    'success clears the error of a retry',
    [task.retry(5, 8), task.succeeded(20, 30, 2)],
    { error: null, attempt: 2 },
  ],
  [
    'a dead letter while it ran',
    [task.started(5), task.deadLettered(50)],
    { state: 'FAILURE', worker: 'w1', started_at: at(5), duration_ms: null },
  ],
  [
    'a start that is read after its dead letter',
    [task.deadLettered(50), task.started(5)],
    { state: 'FAILURE', worker: 'w1', started_at: at(5) },
  ],
  ['revoked before start', [task.accepted(), task.revoked(3)], { state: 'REVOKED', started_at: null }],
  [
    'revoked by one who knows little',
    [task.started(20, 2), task.revoked(30)],
    { attempt: 2, started_at: at(20) },
  ],
  [
    'stopped by a revocation while it ran',
    [task.accepted(), task.started(5), task.terminated(5, 9)],
    { state: 'REVOKED', worker: 'w1', duration_ms: 4, finished_at: at(9), error: null },
  ],
  [
    'revoked after it failed',
    [task.accepted(), { ...task.terminated(5, 9), error: { type: 'SmtpDown', message: 'no' } }],
    { state: 'REVOKED', error: { type: 'SmtpDown', message: 'no' } },
  ],
  [
    'revoked in the wait for a retry',
    [task.accepted(), task.started(5), task.retry(5, 8), task.revoked(9, 2)],
    { state: 'REVOKED', attempt: 2, started_at: null, worker: null },
  ],
  ['success before the revocation', [task.succeeded(5, 8), task.revoked(9)], { state: 'SUCCESS' }],
  [
    'success after the revocation',
    [task.revoked(4), task.succeeded(5, 8)],
    { state: 'REVOKED', result: null },
  ],
  ['expired', [task.accepted(), task.expired(3)], { state: 'EXPIRED', finished_at: at(3), worker: null }],
  [
    'refused',
    [task.accepted(), task.refused(3)],
    { state: 'FAILURE', error: { type: 'Refused', message: 'no queue takes it' }, finished_at: at(3) },
  ],
  [
    'refused before accepted',
    [task.refused(3), task.accepted()],
    { state: 'FAILURE', task_name: 'default.test_task' },
  ],
  ['refused, though it has started', [task.started(2), task.refused(3)], { state: 'STARTED', error: null }],
  ['refused, though it waits for a retry', [task.retry(2, 3), task.refused(4)], { state: 'RETRY' }],
  ['refused, though it has ended', [task.succeeded(2, 3), task.refused(4)], { state: 'SUCCESS' }],
  [
    'refused, and then an outcome',
    [task.refused(3), task.succeeded(2, 4)],
    { state: 'FAILURE', result: null },
  ],
];

describe('applyEvent', () => {
  it.each([...RUNNING, ...FINAL])('%s', (_what, events, expected) => {
    expect(after(...events)).toMatchObject(expected);
  });

  it.each([...RUNNING, ...FINAL])('repeated, changes nothing, not even the object: %s', (_what, events) => {
    const row = after(...events);
    expect(events.reduce(applyEvent, row)).toBe(row);
  });

  it('logs every attempt, also what the task itself ignores', () => {
    const row = after(
      task.started(20, 2, 'w2'),
      task.succeeded(20, 30, 2, 'w2'),
      task.started(5),
      task.retry(5, 8),
    );
    expect(row.attempts).toEqual([
      {
        attempt: 1,
        worker: 'w1',
        started_at: at(5),
        finished_at: at(8),
        state: 'RETRY',
        next_at: at(108),
        error: { type: 'SmtpDown', message: 'attempt 1' },
      },
      { attempt: 2, worker: 'w2', started_at: at(20), finished_at: at(30), state: 'SUCCESS', error: null },
    ]);
  });

  it('keeps the log small: no stacks, texts cut', () => {
    const failed = task.failed(5, 9);
    const row = after({ ...failed, error: { ...failed.error, message: 'x'.repeat(10_000) } });
    expect(row.attempts[0]?.error?.message).toHaveLength('… [cut]'.length + 500);
    expect(row.attempts[0]?.error?.stack).toBeUndefined();
    expect(row.error?.message).toHaveLength(10_000);
  });

  it('lets a final end overrule a retry in the log', () => {
    expect(after(task.retry(5, 8), task.succeeded(5, 9, 1, 'w2')).attempts[0]).toMatchObject({
      state: 'SUCCESS',
    });
    expect(after(task.succeeded(5, 9, 1, 'w2'), task.retry(5, 8)).attempts[0]).toMatchObject({
      state: 'SUCCESS',
    });
  });
});
