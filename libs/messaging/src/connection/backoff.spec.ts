import { reconnectDelay } from './backoff.js';

describe('reconnectDelay', () => {
  it('grows from a fifth of a second to ten seconds', () => {
    const ceilings = [0, 1, 2, 3, 4, 5, 6, 7, 100].map((attempt) => reconnectDelay(attempt, () => 1));
    expect(ceilings).toEqual([200, 400, 800, 1600, 3200, 6400, 10_000, 10_000, 10_000]);
  });

  it('never retries at once', () => {
    expect(reconnectDelay(0, () => 0)).toBe(20);
  });
});
