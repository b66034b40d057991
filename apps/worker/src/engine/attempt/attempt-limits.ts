import { longestLimitUnder, type TaskDefinition, type TaskMessage } from '@celerity/contracts';
import { LimitTooLong } from './attempt-errors.js';
import { type Limits, LONGEST_TIMER_MS } from './time-limits.js';

/** The limits of one attempt: the task's own, unless the message brings others. */
export function limitsOf(task: TaskDefinition, message: TaskMessage): Limits {
  return {
    softMs: message.softLimitMs ?? task.limits.softMs,
    hardMs: message.hardLimitMs ?? task.limits.hardMs,
  };
}

/** Null when the broker waits as long as the attempt may take, else why it must not begin. */
export function limitProblem({ hardMs }: Limits, consumerTimeoutMs: number): LimitTooLong | null {
  const longest = longestLimitUnder(consumerTimeoutMs);
  return hardMs > longest ? new LimitTooLong(hardMs, longest) : null;
}

/** Shortest wait for a slot, whatever the limits are. */
const LEAST_PATIENCE_MS = 1_000;

/**
 * How long a delivery may wait for a slot, in milliseconds: one that begins later could be taken away by the
 * broker, whose timeout counts from the delivery, before it ends.
 */
export function patienceOf({ hardMs }: Limits, consumerTimeoutMs: number): number {
  // A year, as many set it, is more than a timer can measure: it would fire at once.
  const longest = Math.min(LONGEST_TIMER_MS, longestLimitUnder(consumerTimeoutMs) - hardMs);
  return Math.max(LEAST_PATIENCE_MS, longest);
}
