import type { TaskState } from '@celerity/contracts';
import { ProblemException, TryAgainLater } from '../http/problem-exception.js';

/** Nothing ever leaves a final state. */
export function alreadyFinal(taskId: string, state: TaskState): ProblemException {
  return new ProblemException(409, {
    kind: 'already-final',
    title: 'Conflict',
    detail: `Task ${taskId} has ended already: ${state}. What it did is not undone.`,
    task_id: taskId,
    task_state: state,
  });
}

/** No worker will hear of it. */
export function notRevoked(reason: string): ProblemException {
  return new TryAgainLater('not-revoked', `The task was not revoked (${reason}). Try again in a moment.`);
}

/** Workers may hear of it, or not. */
export function revocationUnknown(task_id: string): ProblemException {
  const detail =
    'The broker did not confirm in time: the task may be revoked or not. Revoke it again; twice does no harm.';
  return new TryAgainLater('revocation-unknown', detail, 2, { outcome: 'unknown', task_id });
}
