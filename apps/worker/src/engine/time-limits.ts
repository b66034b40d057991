import { TimeLimitExceeded, WorkerShuttingDown } from './attempt-errors.js';

export interface Limits {
  readonly softMs: number;
  readonly hardMs: number;
}

/** Longest time a timer can measure; one that is set beyond it fires at once. */
const LONGEST_TIMER_MS = 2 ** 31 - 1;

/**
 * Runs `work` under its limits. The soft limit aborts the controller; the hard one ends the attempt, and so
 * does a shutdown that the work does not heed: code that ignores its signal runs on, but nobody waits for it.
 * @throws TimeLimitExceeded, WorkerShuttingDown, or what the work throws
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
  controller.signal.addEventListener('abort', () => {
    if (controller.signal.reason instanceof WorkerShuttingDown) ended.reject(controller.signal.reason);
  });
  try {
    return await Promise.race([work(), ended.promise]);
  } finally {
    clearTimeout(soft);
    clearTimeout(hard);
  }
}
