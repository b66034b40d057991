import { MAX_COUNTDOWN_S } from '@celerity/contracts';
import { RetryRequested } from '../attempt/attempt-errors.js';

/**
 * What `ctx.retry` throws.
 * @throws RangeError when the delay is longer than a year, or none
 */
export function retryAfter(delayMs: number, reason: string | undefined): RetryRequested {
  if (!(delayMs >= 0 && delayMs <= MAX_COUNTDOWN_S * 1_000))
    throw new RangeError(`ctx.retry: ${delayMs} is no number of milliseconds up to a year`);
  return new RetryRequested(delayMs, reason);
}
