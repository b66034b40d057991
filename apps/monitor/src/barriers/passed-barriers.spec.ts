import { barriersIn } from './barrier-channel.js';
import { PassedBarriers } from './passed-barriers.js';

it('knows a barrier that has passed', async () => {
  const barriers = new PassedBarriers();
  barriers.add(barriersIn('a,b'));
  expect(await barriers.passed('b', 1_000)).toBe(true);
});

it('lets any number wait for a barrier, and tells them all', async () => {
  const barriers = new PassedBarriers();
  const waiting = Promise.all([barriers.passed('a', 5_000), barriers.passed('a', 5_000)]);
  barriers.add(['a']);
  expect(await waiting).toEqual([true, true]);
});

it('gives up after a while', async () => {
  expect(await new PassedBarriers().passed('a', 5)).toBe(false);
});

it('forgets after a minute', async () => {
  const barriers = new PassedBarriers();
  barriers.add(['old'], 0);
  barriers.add(['new'], 60_000);
  expect(await barriers.passed('old', 0)).toBe(false);
  expect(barriers.size).toBe(1);
});

it('stays bounded', () => {
  const barriers = new PassedBarriers();
  for (let n = 0; n < 60; n += 1) barriers.add(Array.from({ length: 1_000 }, (_, i) => `${n}-${i}`));
  expect(barriers.size).toBe(50_000);
});

it('reads an empty notification as none', () => {
  expect(barriersIn('')).toEqual([]);
});
