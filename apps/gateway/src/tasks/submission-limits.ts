import {
  type FieldProblem,
  longestLimitUnder,
  type TaskDefinition,
  type TaskSubmission,
} from '@celerity/contracts';

/**
 * Checks that a soft limit comes before the hard one, given or the task's own, and that the broker waits for the
 * ack of an attempt that takes as long as it may.
 */
export function limitProblems(
  task: TaskDefinition,
  { soft_time_limit: soft, time_limit: hard }: TaskSubmission,
  consumerTimeoutMs: number,
): FieldProblem[] {
  const longestS = longestLimitUnder(consumerTimeoutMs) / 1_000;
  if (typeof hard === 'number' && hard > longestS)
    return [{ field: 'time_limit', message: tooLong(longestS) }];
  // A hard limit alone is fine: the task's own soft one then just never comes.
  if (soft === undefined || soft === null) return [];
  const hardS = hard ?? task.limits.hardMs / 1_000;
  if (soft < hardS) return [];
  return [{ field: 'soft_time_limit', message: `must be below the time limit of ${hardS} s` }];
}

function tooLong(longestS: number): string {
  return (
    `must be at most ${longestS} s, as the broker waits no longer for a worker; for more, raise consumer_timeout ` +
    'in its configuration and BROKER_CONSUMER_TIMEOUT of gateway and workers'
  );
}
