import type { FieldProblem, TaskDefinition, TaskSubmission } from '@celerity/contracts';

/** Checks that a soft limit comes before the hard one, given or the task's own. */
export function limitProblems(task: TaskDefinition, body: TaskSubmission): FieldProblem[] {
  const { soft_time_limit: soft, time_limit: hard } = body;
  // A hard limit alone is fine: the task's own soft one then just never comes.
  if (soft === undefined || soft === null) return [];
  const hardS = hard ?? task.limits.hardMs / 1_000;
  if (soft < hardS) return [];
  return [{ field: 'soft_time_limit', message: `must be below the time limit of ${hardS} s` }];
}
