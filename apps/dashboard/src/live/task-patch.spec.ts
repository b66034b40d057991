import type { StreamedEvent, TaskView } from '@celerity/contracts';
import { afterEvent } from './task-patch.js';

const AT = '2030-01-31T09:00:00.000Z';
const task = {
  task_id: 't',
  status: 'PENDING',
  attempt: 1,
  result: null,
  error: null,
  progress: null,
  eta: null,
  revoke_requested_at: null,
} as unknown as TaskView;
const event = (facts: object): StreamedEvent =>
  ({ task_id: 't', at: AT, attempt: 1, worker: 'w', ...facts }) as StreamedEvent;

const started = event({ type: 'started', status: 'STARTED' });
const progressed = event({ type: 'progressed', status: 'PROGRESS', progress: { percent: 40 } });
const failed = event({ type: 'failed', status: 'FAILURE', error: { type: 'E', message: 'm' } });

it('follows a task to its end', () => {
  const running = afterEvent(afterEvent(task, started), progressed);
  expect(running).toMatchObject({
    status: 'PROGRESS',
    started_at: AT,
    worker: 'w',
    progress: { percent: 40 },
  });
  const result = { pages: 3 };
  const succeeded = event({ type: 'succeeded', status: 'SUCCESS', result, duration_ms: 12, started_at: AT });
  expect(afterEvent(running, succeeded)).toMatchObject({
    status: 'SUCCESS',
    result,
    finished_at: AT,
    duration_ms: 12,
  });
});

it('leaves an ended task as it is, and heeds no attempt that is over', () => {
  const ended = afterEvent(task, failed);
  expect(ended).toMatchObject({ status: 'FAILURE', error: { message: 'm' } });
  expect(afterEvent(ended, progressed)).toBe(ended);
  const second = { ...task, status: 'STARTED', attempt: 2 } as TaskView;
  expect(afterEvent(second, started)).toBe(second);
});

it('waits on as it waits when it is moved or revoked', () => {
  const waiting = { ...task, status: 'RETRY' } as TaskView;
  const moved = event({ type: 'rescheduled', status: 'PENDING', eta: AT });
  expect(afterEvent(waiting, moved)).toMatchObject({ status: 'RETRY', eta: AT });
  const revoked = event({ type: 'revoke_requested', status: null });
  expect(afterEvent(waiting, revoked)).toMatchObject({ status: 'RETRY', revoke_requested_at: AT });
});

it('passes over what it does not know', () => {
  expect(afterEvent(task, event({ type: 'baptised', status: null }))).toBe(task);
});
