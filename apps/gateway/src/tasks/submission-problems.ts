import { catalogue, type FieldProblem } from '@celerity/contracts';
import { ProblemException, TryAgainLater } from '../http/problem-exception.js';

/** No task has that name. */
export function unknownTask(name: string): ProblemException {
  const similar = catalogue.similar(name);
  const hint =
    similar.length > 0 ? `did you mean ${similar.join(' or ')}?` : 'GET /api/core/task-types lists them';
  return new ProblemException(400, {
    kind: 'unknown-task',
    title: 'Unknown task',
    detail: `There is no task "${name}"; ${hint}`,
    errors: [{ field: 'task_name', message: `is not a known task; ${hint}` }],
  });
}

/** Well formed, but this task does not take it. */
export function unacceptable(
  taskName: string,
  takes: readonly string[],
  errors: FieldProblem[],
): ProblemException {
  const fields = [...new Set(errors.map(({ field }) => field))].join(', ');
  const args = takes.length > 0 ? `takes the arguments ${takes.join(', ')}` : 'takes no arguments';
  return new ProblemException(422, {
    kind: 'invalid-arguments',
    title: 'Unprocessable Content',
    detail: `Correct ${fields} and send it again; nothing was sent. ${taskName} ${args}: see GET /api/core/task-types.`,
    errors,
  });
}

/** Nothing was accepted. Without a key the task will not run; with one it is sent again under the same id. */
export function notAccepted(reason: string, keyed = false): ProblemException {
  const detail = keyed
    ? `The task was not accepted (${reason}). Send it again later with the same Idempotency-Key.`
    : `The task was not accepted and will not run (${reason}). Send it again later.`;
  return new TryAgainLater('not-accepted', detail);
}

/** It may have been accepted. */
export function outcomeUnknown(task_id: string): ProblemException {
  const detail =
    'The broker did not confirm in time: the task may run or not. ' +
    `Ask GET /api/core/tasks/${task_id} before you send it again; with an Idempotency-Key repeating it is always safe.`;
  return new TryAgainLater('outcome-unknown', detail, 2, { outcome: 'unknown', task_id });
}
