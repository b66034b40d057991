import { Slots } from './slots.js';

it('runs no more at a time than there are slots, in the order of arrival', async () => {
  const slots = new Slots(2);
  const order: number[] = [];
  let most = 0;
  const work = async (n: number) => {
    order.push(n);
    most = Math.max(most, slots.busy);
    await new Promise((resolve) => setImmediate(resolve));
  };
  await Promise.all([0, 1, 2, 3, 4].map((n) => slots.run(() => work(n))));
  expect(order).toEqual([0, 1, 2, 3, 4]);
  expect(most).toBe(2);
  expect(slots.busy).toBe(0);
});

it('frees the slot of work that fails', async () => {
  const slots = new Slots(1);
  await expect(slots.run(() => Promise.reject(new Error('no')))).rejects.toThrow('no');
  await expect(slots.run(async () => 'next')).resolves.toBe('next');
});
