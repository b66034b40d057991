import { RefreshQueue } from './refresh-queue.js';

const idle = () => false;

it('asks once for many events, and again at its pace while there are more', () => {
  const queue = new RefreshQueue();
  for (let n = 0; n < 1_000; n++) queue.add(['queues', 'tasks'], 0);
  expect(queue.take(0, idle)).toEqual(['queues', 'tasks']);
  queue.add(['queues'], 100);
  expect(queue.take(500, idle)).toEqual([]);
  expect(queue.take(1_000, idle)).toEqual(['queues']);
});

it('asks a last time when the history has the last event, and then no more', () => {
  const queue = new RefreshQueue();
  queue.add(['tasks'], 0);
  expect(queue.take(0, idle)).toEqual(['tasks']);
  expect(queue.take(2_900, idle)).toEqual([]);
  expect(queue.take(3_000, idle)).toEqual(['tasks']);
  expect(queue.take(60_000, idle)).toEqual([]);
});

it('waits for an answer that is on its way, and then asks again', () => {
  const queue = new RefreshQueue();
  queue.add(['tasks'], 0);
  expect(queue.take(0, () => true)).toEqual([]);
  expect(queue.take(10, idle)).toEqual(['tasks']);
});
