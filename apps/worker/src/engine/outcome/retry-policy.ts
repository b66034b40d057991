import type { RetryPolicy } from '@celerity/contracts';

/**
 * Delay before the next attempt in milliseconds, or null when there is none.
 * Exponential backoff with full jitter (aws.amazon.com/blogs/architecture/exponential-backoff-and-jitter).
 * @param attempt the attempt that failed, from 1
 */
export function retryDelay(
  policy: RetryPolicy,
  attempt: number,
  errorType: string,
  random: () => number = Math.random,
): number | null {
  if (attempt > policy.maxRetries) return null;
  if (policy.retryOn.length > 0 && !policy.retryOn.includes(errorType)) return null;
  if (policy.giveUpOn.includes(errorType)) return null;
  const ceiling = Math.min(policy.maxDelayMs, policy.baseDelayMs * 2 ** Math.min(attempt - 1, 30));
  return Math.round(ceiling * random());
}
