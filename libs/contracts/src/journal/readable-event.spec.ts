import { EventsOf, WorkerEventsOf } from '../testing/events.js';
import { readableEvent } from './readable-event.js';

const task = new EventsOf('018f0000-0000-7000-8000-000000000004');

const GOOD = [
  task.accepted(0, { eta: '2030-01-01T00:00:00.000Z' }),
  task.refused(1),
  task.started(1),
  task.interrupted(1, 2),
  task.progressed(2, 3),
  task.succeeded(1, 2),
  task.retry(1, 2),
  task.failed(1, 2),
  task.deadLettered(1),
  task.revoked(1),
  task.terminated(1, 2),
  task.revokeRequested(1, true),
  task.revokeAcknowledged(2),
  task.expired(1),
  new WorkerEventsOf().beat(1),
  new WorkerEventsOf().stopped(2),
  { type: 'logged', worker: 'w', at: '2030-01-01T00:00:00.000Z', lines: [{ text: 'x' }] },
  { type: 'barrier', barrier_id: 'b-1', at: '2030-01-01T00:00:00.000Z' },
];

it.each(GOOD)('reads $type', (event) => {
  const read = readableEvent(JSON.parse(JSON.stringify(event)));
  // When the next attempt is due is known to the timers; the tables need not.
  expect(read).toEqual(event);
});

it('brings ids and instants into one form, and leaves out what it does not know', () => {
  const raw = {
    ...task.started(0),
    task_id: task.task_id.toUpperCase(),
    at: '2030-01-01T08:00:00+08:00',
    hint: 'new',
  };
  expect(readableEvent(raw)).toEqual(task.started(0));
});

it('takes the absence of what may be null for null', () => {
  const { eta: _eta, submitted_by: _by, ...rest } = task.accepted(0);
  expect(readableEvent(rest)).toMatchObject({ eta: null, submitted_by: null });
  const { type, task_id, at, attempt } = task.revoked(1);
  expect(readableEvent({ type, task_id, at, attempt })).toEqual(task.revoked(1));
  const { result: _result, ...succeeded } = task.succeeded(1, 2);
  expect(readableEvent(succeeded)).toMatchObject({ result: null });
});

const BAD: [string, unknown][] = [
  ['no object', 7],
  ['null', null],
  ['a list', []],
  ['no type', {}],
  ['a type of a later version', { ...task.started(1), type: 'paused' }],
  ['a type that every object has', { ...task.started(1), type: 'toString' }],
  ['an id that is none', { ...task.started(1), task_id: "'; drop table tasks" }],
  ['an attempt before the first', { ...task.started(1), attempt: 0 }],
  ['an attempt beyond an integer', { ...task.started(1), attempt: 2 ** 31 }],
  ['no time', { ...task.started(1), at: 'yesterday' }],
  ['a time beyond the database', { ...task.started(1), at: '+012345-01-01T00:00:00.000Z' }],
  ['an error without a type', { ...task.failed(1, 2), error: { message: 'x' } }],
  ['an error that is a text', { ...task.failed(1, 2), error: 'x' }],
  ['a duration that is a text', { ...task.succeeded(1, 2), duration_ms: '1' }],
  ['arguments that are none', { ...task.accepted(0), args: {} }],
  ['keyword arguments that are none', { ...task.accepted(0), kwargs: [] }],
  ['progress that is none', { ...task.progressed(1, 2), progress: { current: 1 } }],
  ['a barrier that is no id', { type: 'barrier', barrier_id: 'a,b', at: '2030-01-01T00:00:00.000Z' }],
];

it.each(BAD)('refuses %s', (_what, entry) => {
  expect(readableEvent(entry)).toBeNull();
});
