import { BrokerNames } from '@celerity/messaging';
import { slotSharesOf } from './slot-shares.js';
import { Slots } from './slots.js';

const names = new BrokerNames('test');
const yieldTurn = () => new Promise((resolve) => setImmediate(resolve));

it('runs no more at a time than there are slots, in the order of arrival', async () => {
  const slots = new Slots(2);
  const order: number[] = [];
  let most = 0;
  const work = async (n: number) => {
    order.push(n);
    most = Math.max(most, slots.busy);
    await yieldTurn();
  };
  await Promise.all([0, 1, 2, 3, 4].map((n) => slots.run('queue', () => work(n))));
  expect(order).toEqual([0, 1, 2, 3, 4]);
  expect(most).toBe(2);
  expect(slots.busy).toBe(0);
});

it('frees the slot of work that fails', async () => {
  const slots = new Slots(1);
  await expect(slots.run('queue', () => Promise.reject(new Error('no')))).rejects.toThrow('no');
  await expect(slots.run('queue', async () => 'next')).resolves.toBe('next');
});

it.each([1, 4, 10])('lets high overtake and low progress, with %d slots', async (size) => {
  const slots = new Slots(size, slotSharesOf(names));
  const order: string[] = [];
  const submit = (lane: 'high' | 'normal' | 'low') =>
    Array.from({ length: 60 }, () =>
      slots.run(names.queue('email', lane), async () => {
        order.push(lane);
        await yieldTurn();
      }),
    );
  // The least urgent came first.
  await Promise.all([...submit('low'), ...submit('normal'), ...submit('high')]);
  const first = order.slice(size, size + 100);
  const share = (lane: string) => first.filter((one) => one === lane).length;
  expect(share('high')).toBeGreaterThanOrEqual(45);
  expect(share('high')).toBeGreaterThan(share('normal'));
  expect(share('normal')).toBeGreaterThan(share('low'));
  expect(share('low')).toBeGreaterThanOrEqual(5);
  expect(order).toHaveLength(180);
});

it('shares alike between families, so that a flood in one does not hold up another', async () => {
  const slots = new Slots(2, slotSharesOf(names));
  const order: string[] = [];
  const submit = (family: 'data' | 'finance', count: number) =>
    Array.from({ length: count }, () =>
      slots.run(names.queue(family), async () => {
        order.push(family);
        await yieldTurn();
      }),
    );
  await Promise.all([...submit('data', 50), ...submit('finance', 5)]);
  expect(order.slice(0, 12).filter((family) => family === 'finance')).toHaveLength(5);
});
