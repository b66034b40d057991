import { bindingKeyOf, BrokerNames, routingKeyOf } from './broker-names.js';

const names = new BrokerNames('p');
const keyOf = (taskName: string, priority: number) => routingKeyOf({ taskName, priority });

it('names a queue for every lane of families that have lanes, and one for the others', () => {
  expect(names.queues.map(({ label }) => label)).toEqual([
    'finance',
    ...['reports.high', 'reports', 'reports.low'],
    ...['email.high', 'email', 'email.low'],
    ...['data', 'maintenance', 'default'],
  ]);
  expect(names.queuesOf('email').map(({ queue }) => queue)).toEqual([
    'p.q.email.high',
    'p.q.email',
    'p.q.email.low',
  ]);
});

it('routes by priority where there are lanes', () => {
  expect(keyOf('email.send', 9)).toBe('task.email.send.high');
  expect(keyOf('email.send', 5)).toBe('task.email.send');
  expect(keyOf('email.send', 0)).toBe('task.email.send.low');
  expect(keyOf('finance.count', 9)).toBe('task.finance.count');
  // Nobody's family: the broker returns it, and its sender learns that no queue takes it.
  expect(keyOf('gone.task', 9)).toBe('task.gone.task');
});

it('binds each lane to its own keys alone', () => {
  expect(names.queuesOf('email').map(bindingKeyOf)).toEqual([
    'task.email.*.high',
    'task.email.*',
    'task.email.*.low',
  ]);
});
