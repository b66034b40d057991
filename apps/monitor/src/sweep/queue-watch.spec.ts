import { QueueWatch } from './queue-watch.js';

const LABELS = ['finance', 'finance.quarantine', 'email', 'email.high', 'email.low'];
const depths = (ready: Record<string, number>, timersConsumers = 1) => [
  ...Object.entries(ready).map(([queue, count]) => ({ queue, ready: count, consumers: 0 })),
  { queue: 'timers', ready: 0, consumers: timersConsumers },
];
const empty = { finance: 0, 'finance.quarantine': 0, email: 0, 'email.high': 0, 'email.low': 0 };
const nobody = () => false;

it('counts a family as quiet from the first of an unbroken row of empty looks', () => {
  const watch = new QueueWatch(LABELS);
  watch.look(depths({ ...empty, finance: 1 }), nobody, 0);
  expect(watch.isQuiet('finance', 0, 0)).toBe(false);
  watch.look(depths(empty), nobody, 10);
  watch.look(depths(empty), nobody, 20);
  expect([watch.isQuiet('finance', 10, 20), watch.isQuiet('finance', 11, 20)]).toEqual([true, false]);
  watch.look(depths({ ...empty, finance: 3 }), nobody, 30);
  watch.look(depths(empty), nobody, 40);
  expect(watch.isQuiet('finance', 10, 45)).toBe(false);
});

it('is not quiet while one waits in quarantine', () => {
  const watch = new QueueWatch(LABELS);
  watch.look(depths({ ...empty, 'finance.quarantine': 1 }), nobody, 0);
  expect([watch.isQuiet('finance', 0, 0), watch.isQuiet('email', 0, 0)]).toEqual([false, true]);
});

it('counts every lane, and what cannot be asked about is not empty', () => {
  const watch = new QueueWatch(LABELS);
  watch.look(depths({ ...empty, 'email.low': 1 }), nobody, 0);
  expect(watch.isQuiet('email', 0, 0)).toBe(false);
  watch.look(depths({ finance: 0, 'finance.quarantine': 0, email: 0, 'email.high': 0 }), nobody, 1);
  expect([watch.isQuiet('email', 0, 1), watch.isQuiet('finance', 0, 1)]).toEqual([false, true]);
  watch.look([], nobody, 2);
  expect(watch.isQuiet('finance', 0, 2)).toBe(false);
});

it('is not quiet while a worker may hold a delivery, nor are timers that nobody takes in', () => {
  const watch = new QueueWatch(LABELS);
  watch.look(depths(empty, 0), (family) => family === 'finance', 0);
  expect([watch.isQuiet('finance', 0, 0), watch.isQuiet('email', 0, 0)]).toEqual([false, true]);
  expect(watch.isQuiet('timers', 0, 0)).toBe(false);
  watch.look(depths(empty, 1), nobody, 1);
  expect(watch.isQuiet('timers', 0, 1)).toBe(true);
});

it('names queues that are missing twice while the broker answers', () => {
  const watch = new QueueWatch(LABELS);
  const without = depths({ 'finance.quarantine': 0, email: 0, 'email.high': 0, 'email.low': 0 });
  expect(watch.missingTwice(without)).toEqual([]);
  expect(watch.missingTwice(without)).toEqual(['finance']);
  expect(watch.missingTwice([])).toEqual([]);
  expect(watch.missingTwice(without)).toEqual([]);
});
