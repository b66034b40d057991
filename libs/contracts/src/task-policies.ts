/** When a failed attempt is followed by another. Delays are in milliseconds. */
export interface RetryPolicy {
  /** Attempts after the first one. */
  readonly maxRetries: number;
  readonly baseDelayMs: number;
  readonly maxDelayMs: number;
  /**
   * Names of the only error classes after which there is another attempt; empty for all. The name is the error's
   * own (`error.name`), not that of a class it extends.
   */
  readonly retryOn: readonly string[];
  /** Names of error classes that end the task at once; they count more than `retryOn`. */
  readonly giveUpOn: readonly string[];
}

/** How long one attempt may take, in milliseconds. Soft aborts `ctx.signal`, hard ends the attempt. */
export interface AttemptLimits {
  readonly softMs: number;
  readonly hardMs: number;
}

/** Time between the end of an attempt and its ack that must still fit under the broker's consumer timeout. */
export const SETTLE_MS = 60_000;

/** Longest hard limit, in milliseconds, of an attempt that the broker waits for. */
export function longestLimitUnder(consumerTimeoutMs: number): number {
  return consumerTimeoutMs - SETTLE_MS;
}

export const DEFAULT_RETRY: RetryPolicy = {
  maxRetries: 3,
  baseDelayMs: 1_000,
  maxDelayMs: 600_000,
  retryOn: [],
  giveUpOn: [],
};

export const DEFAULT_LIMITS: AttemptLimits = { softMs: 25 * 60_000, hardMs: 30 * 60_000 };
