import { bindingKeyOf, BrokerNames } from './broker-names.js';

const names = new BrokerNames('p');
const queueFor = (taskName: string, priority: number) => names.queueFor({ taskName, priority });

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

it('chooses the queue by priority where there are lanes', () => {
  expect(queueFor('email.send', 9)).toBe('p.q.email.high');
  expect(queueFor('email.send', 5)).toBe('p.q.email');
  expect(queueFor('email.send', 0)).toBe('p.q.email.low');
  expect(queueFor('finance.count', 9)).toBe('p.q.finance');
  // Nobody's family: the broker returns it, and its sender learns that no queue takes it.
  expect(queueFor('gone.task', 9)).toBe('p.q.gone');
});

it('binds each lane to its own keys alone', () => {
  expect(names.queuesOf('email').map(bindingKeyOf)).toEqual([
    'task.email.*.high',
    'task.email.*',
    'task.email.*.low',
  ]);
});
