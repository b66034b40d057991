import { WindowCounts } from './window-counts.js';

it('counts here, adds what the others counted, and begins anew with each window', () => {
  const counts = new WindowCounts();
  expect([counts.add('a', 1), counts.add('a', 1), counts.add('b', 1)]).toEqual([1, 2, 1]);
  const [told] = counts.unshared(1, 1);
  expect(told).toEqual({ key: 'a', window: 1, count: 2 });
  // Counted while the store was being told.
  counts.add('a', 1);
  counts.shared(told as never, 12);
  expect(counts.add('a', 1)).toBe(14);
  expect(counts.unshared(1, 9)).toEqual([
    { key: 'a', window: 1, count: 2 },
    { key: 'b', window: 1, count: 1 },
  ]);
  expect(counts.add('a', 2)).toBe(1);
  // An answer of the store that comes late is of no use.
  counts.shared(told as never, 500);
  expect(counts.add('a', 2)).toBe(2);
});

it('stays bounded', () => {
  const counts = new WindowCounts();
  for (let n = 0; n <= 20_000; n += 1) counts.add(`k${n}`, 1);
  expect(counts.unshared(1, 30_000)).toHaveLength(20_000);
  expect(counts.add('k0', 1)).toBe(1);
});
