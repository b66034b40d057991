import { DEFAULT_RETRY } from '@celerity/contracts';
import { retryDelay } from './retry-policy.js';

const policy = { ...DEFAULT_RETRY, maxRetries: 3, baseDelayMs: 100, maxDelayMs: 250, giveUpOn: ['Hopeless'] };

describe('retryDelay', () => {
  it('doubles up to its ceiling, and ends after the last retry', () => {
    const longest = [1, 2, 3, 4].map((attempt) => retryDelay(policy, attempt, 'Error', () => 1));
    expect(longest).toEqual([100, 200, 250, null]);
  });

  it('spreads over the whole range', () => {
    expect(retryDelay(policy, 1, 'Error', () => 0)).toBe(0);
    expect(retryDelay(policy, 1, 'Error', () => 0.5)).toBe(50);
  });

  it('gives up at once where it is told to', () => {
    expect(retryDelay(policy, 1, 'Hopeless')).toBeNull();
    expect(retryDelay({ ...policy, maxRetries: 0 }, 1, 'Error')).toBeNull();
  });

  it('tries again only after what it is told to, and giving up counts more', () => {
    const picky = { ...policy, retryOn: ['Flaky', 'Hopeless'] };
    const retried = ['Flaky', 'Error', 'Hopeless'].map((error) => retryDelay(picky, 1, error) !== null);
    expect(retried).toEqual([true, false, false]);
  });
});
