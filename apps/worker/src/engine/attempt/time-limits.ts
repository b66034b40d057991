import { SignalIgnored, TaskRevoked } from '../../revocations/task-revoked.js';
import { TimeLimitExceeded, WorkerShuttingDown } from './attempt-errors.js';
import type { Cancellation } from './cancellation.js';

export interface Limits {
  readonly softMs: number;
  readonly hardMs: number;
  /** How long work whose task was revoked may take to stop. */
  readonly revokeGraceMs?: number;
}

const REVOKE_GRACE_MS = 10_000;

/** Longest time a timer can measure; one that is set beyond it fires at once. */
export const LONGEST_TIMER_MS = 2 ** 31 - 1;

/**
 * Runs `work` under its limits. The soft limit cancels it; the hard one ends the attempt, and so does a shutdown or,
 * after a grace, a revocation that the work does not heed: code that ignores its signal runs on, but nobody waits
 * for it.
 * @throws TimeLimitExceeded, WorkerShuttingDown, SignalIgnored, or what the work throws
 */
export async function underLimits<T>(
  limits: Limits,
  cancellation: Cancellation,
  work: () => Promise<T>,
): Promise<T> {
  const { softMs, hardMs, revokeGraceMs = REVOKE_GRACE_MS } = limits;
  const { promise: ended, resolve, reject } = Promise.withResolvers<T>();
  // One timer at a time: few attempts live to see even the first.
  let limit: NodeJS.Timeout;
  const soft = (): void => {
    limit = after(hardMs - softMs, hard);
    cancellation.abort(new TimeLimitExceeded('soft', softMs));
  };
  const hard = (): void => {
    const error = new TimeLimitExceeded('hard', hardMs);
    cancellation.abort(error);
    reject(error);
  };
  limit = softMs < hardMs ? after(softMs, soft) : after(hardMs, hard);
  let grace: NodeJS.Timeout | undefined;
  cancellation.onAbort((reason) => {
    if (reason instanceof WorkerShuttingDown) reject(reason);
    if (reason instanceof TaskRevoked)
      grace = after(revokeGraceMs, () => reject(new SignalIgnored(revokeGraceMs)));
  });
  try {
    work().then(resolve, reject);
    return await ended;
  } finally {
    clearTimeout(limit);
    clearTimeout(grace);
    cancellation.offAbort();
  }
}

function after(ms: number, act: () => void): NodeJS.Timeout {
  return setTimeout(act, Math.min(ms, LONGEST_TIMER_MS));
}
