import type { TaskEvent } from '@celerity/contracts';
import { at, EventsOf } from '@celerity/contracts/testing';
import { reduce } from './batch-reduction.js';

const task = new EventsOf('018f0000-0000-7000-8000-000000000003');

function factsOf(...events: TaskEvent[]): string[] {
  return reduce(new Map(), events).facts.map((fact) => {
    expect(fact).toMatchObject({ task: 'default.test_task', queue: 'default' });
    return fact.kind === 'entered' ? fact.state : `${fact.kind} ${fact.seconds}`;
  });
}

const whole = [task.accepted(0), task.started(500), task.succeeded(500, 2_500)];

it('counts acceptance, wait, end and duration', () => {
  expect(factsOf(...whole)).toEqual(['PENDING', 'waited 0.5', 'SUCCESS', 'ran 2']);
});

it('counts nothing twice', () => {
  expect(factsOf(...whole, ...whole)).toEqual(factsOf(...whole));
});

it('counts a task whose name comes last when it comes', () => {
  expect(factsOf(task.retry(1, 2), task.succeeded(500, 2_500, 2))).toEqual([]);
  expect(factsOf(task.retry(1, 2), task.succeeded(500, 2_500, 2), task.accepted(0))).toEqual([
    'PENDING',
    'RETRY',
    'SUCCESS',
    'ran 2',
    'waited 0.001',
  ]);
});

it('counts each retry', () => {
  expect(factsOf(task.accepted(0), task.retry(1, 2, 1), task.retry(3, 4, 2), task.retry(3, 4, 2))).toEqual([
    'PENDING',
    'RETRY',
    'waited 0.001',
    'RETRY',
  ]);
});

it('counts the wait from the time a delayed task was due', () => {
  expect(factsOf(task.accepted(0, { eta: at(10_000) }), task.started(10_250))).toContain('waited 0.25');
});

it('shows no negative wait when clocks differ', () => {
  expect(factsOf(task.accepted(100), task.started(50))).toContain('waited 0');
});
