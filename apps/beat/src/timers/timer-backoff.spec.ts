import { postponement } from './timer-backoff.js';

it('doubles from half a second to half a minute', () => {
  expect([1, 2, 3, 6, 7, 100].map(postponement)).toEqual([500, 1_000, 2_000, 16_000, 30_000, 30_000]);
});
