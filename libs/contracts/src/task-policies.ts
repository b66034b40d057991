/** When a failed attempt is followed by another. Delays are in milliseconds. */
export interface RetryPolicy {
  /** Attempts after the first one. */
  readonly maxRetries: number;
  readonly baseDelayMs: number;
  readonly maxDelayMs: number;
  /** Error class names that end the task at once. */
  readonly giveUpOn: readonly string[];
}

/** How long one attempt may take, in milliseconds. Soft aborts `ctx.signal`, hard ends the attempt. */
export interface AttemptLimits {
  readonly softMs: number;
  readonly hardMs: number;
}

export const DEFAULT_RETRY: RetryPolicy = {
  maxRetries: 3,
  baseDelayMs: 1_000,
  maxDelayMs: 600_000,
  giveUpOn: [],
};

export const DEFAULT_LIMITS: AttemptLimits = { softMs: 25 * 60_000, hardMs: 30 * 60_000 };
