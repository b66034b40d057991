import { FAMILIES } from './families.js';
import { DEFAULT_PRIORITY, laneOf, lanesOf } from './lanes.js';

it('cuts the priorities 0 to 9 into three lanes', () => {
  const lanes = Array.from({ length: 10 }, (_, priority) => laneOf('email', priority));
  expect(lanes).toEqual([
    ...['low', 'low', 'low', 'low'],
    ...['normal', 'normal', 'normal'],
    ...['high', 'high', 'high'],
  ]);
  expect(laneOf('reports', DEFAULT_PRIORITY)).toBe('normal');
});

it('gives one queue to families that ask for no lanes', () => {
  expect(FAMILIES.filter((family) => lanesOf(family).length === 3)).toEqual(['reports', 'email']);
  expect(lanesOf('finance')).toEqual(['normal']);
  expect([0, 5, 9].map((priority) => laneOf('finance', priority))).toEqual(['normal', 'normal', 'normal']);
});
