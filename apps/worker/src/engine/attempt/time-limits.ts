import { SignalIgnored, TaskRevoked } from '../../revocations/task-revoked.js';
import { TimeLimitExceeded, WorkerShuttingDown } from './attempt-errors.js';

export interface Limits {
  readonly softMs: number;
  readonly hardMs: number;
  /** How long work whose task was revoked may take to stop. */
  readonly revokeGraceMs?: number;
}

const REVOKE_GRACE_MS = 10_000;

/** Longest time a timer can measure; one that is set beyond it fires at once. */
const LONGEST_TIMER_MS = 2 ** 31 - 1;

/**
 * Runs `work` under its limits. The soft limit aborts the controller; the hard one ends the attempt, and so
 * does a shutdown or, after a grace, a revocation that the work does not heed: code that ignores its signal runs
 * on, but nobody waits for it.
 * @throws TimeLimitExceeded, WorkerShuttingDown, SignalIgnored, or what the work throws
 */
export async function underLimits<T>(
  limits: Limits,
  controller: AbortController,
  work: () => Promise<T>,
): Promise<T> {
  const ended = Promise.withResolvers<never>();
  const soft = setTimeout(
    () => controller.abort(new TimeLimitExceeded('soft', limits.softMs)),
    Math.min(limits.softMs, LONGEST_TIMER_MS),
  );
  const hard = setTimeout(
    () => {
      const error = new TimeLimitExceeded('hard', limits.hardMs);
      controller.abort(error);
      ended.reject(error);
    },
    Math.min(limits.hardMs, LONGEST_TIMER_MS),
  );
  let grace: NodeJS.Timeout | undefined;
  controller.signal.addEventListener('abort', () => {
    const reason: unknown = controller.signal.reason;
    if (reason instanceof WorkerShuttingDown) ended.reject(reason);
    if (!(reason instanceof TaskRevoked)) return;
    const { revokeGraceMs = REVOKE_GRACE_MS } = limits;
    grace = setTimeout(() => ended.reject(new SignalIgnored(revokeGraceMs)), revokeGraceMs);
  });
  try {
    return await Promise.race([work(), ended.promise]);
  } finally {
    clearTimeout(soft);
    clearTimeout(hard);
    clearTimeout(grace);
  }
}
