import { FairTurns } from './fair-turns.js';

/** Joins `count` of a key. */
function join(turns: FairTurns, key: string, weight: number, count: number): void {
  for (let n = 0; n < count; n += 1) turns.join(key, weight);
}

/** Whose turn it was, with one place: each ends before the next begins. */
function oneByOne(turns: FairTurns, count: number): string[] {
  return Array.from({ length: count }, () => {
    const key = turns.next(1) ?? '-';
    turns.end(key);
    return key;
  });
}

const times = (order: string[], key: string) => order.filter((one) => one === key).length;

it('gives turns by weight while all wait, and lets none of them starve', () => {
  const turns = new FairTurns();
  join(turns, 'low', 1, 100);
  join(turns, 'normal', 3, 100);
  join(turns, 'high', 6, 100);
  const order = oneByOne(turns, 100);
  expect([times(order, 'high'), times(order, 'normal'), times(order, 'low')]).toEqual([60, 30, 10]);
  // And it shows soon: nobody waits much longer than a round of ten.
  for (let from = 0; from < 88; from += 1) {
    const window = order.slice(from, from + 12);
    expect(times(window, 'low')).toBeGreaterThanOrEqual(1);
    expect(times(window, 'high')).toBeGreaterThanOrEqual(6);
  }
});

it('gives everything to the only one that waits', () => {
  const turns = new FairTurns();
  join(turns, 'low', 1, 5);
  expect(oneByOne(turns, 6)).toEqual(['low', 'low', 'low', 'low', 'low', '-']);
});

it('gives a newcomer no claim for the time in which it did not wait', () => {
  const turns = new FairTurns();
  join(turns, 'low', 1, 200);
  oneByOne(turns, 100);
  join(turns, 'normal', 1, 200);
  const order = oneByOne(turns, 20);
  expect([times(order, 'low'), times(order, 'normal')]).toEqual([10, 10]);
});

it('lets nobody fill more places than its share while others wait', () => {
  const turns = new FairTurns();
  join(turns, 'high', 6, 50);
  join(turns, 'normal', 3, 50);
  join(turns, 'low', 1, 50);
  for (let place = 0; place < 10; place += 1) turns.next(10);
  expect(['high', 'normal', 'low'].map((key) => turns.running(key))).toEqual([6, 3, 1]);
  // Only quick ones end: the slow low one keeps its place, and gets no second one.
  for (let n = 0; n < 30; n += 1) {
    turns.end('high');
    expect(turns.next(10)).toBe('high');
  }
});

it('fills every place when those who wait have more than their share', () => {
  const turns = new FairTurns();
  join(turns, 'high', 6, 1);
  join(turns, 'low', 1, 50);
  for (let place = 0; place < 10; place += 1) turns.next(10);
  expect([turns.running('high'), turns.running('low')]).toEqual([1, 9]);
});
