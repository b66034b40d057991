import {
  catalogue,
  type FieldProblem,
  type TaskDefinition,
  type TaskRetry,
  type TaskSubmission,
  type TaskView,
} from '@celerity/contracts';
import type { Submission } from '@celerity/messaging';
import { inputFields } from './input-fields.js';
import { readSubmission } from './read-submission.js';
import { unacceptable, unknownTask } from './submission-problems.js';

/** What the journal keeps in place of a secret argument. */
const HIDDEN = '***';

/**
 * A new task that repeats an ended one, with what the caller wants different. Its times are not repeated: it is to
 * run now.
 * @throws ProblemException 400 when there is no such task any more; 422 when it would not take the arguments, or
 *   lacks secret ones
 */
export function repeatedSubmission(
  original: TaskView,
  edits: TaskRetry,
  repeatedBy: string,
  consumerTimeoutMs: number,
): Submission {
  const task = catalogue.find(original.task_name);
  if (!task) throw unknownTask(original.task_name);
  const submission = readSubmission(repeatedBody(task, original, edits), repeatedBy, consumerTimeoutMs);
  return { ...submission, retriedFrom: original.task_id };
}

/** @throws ProblemException 422 naming the secret arguments that are to be given again */
export function repeatedBody(task: TaskDefinition, original: TaskView, edits: TaskRetry): TaskSubmission {
  const args = edits.args ?? original.args;
  const kwargs = { ...original.kwargs, ...edits.kwargs };
  const missing = [
    ...task.positional.flatMap((name, index) => hidden(task, name, args[index], `args.${index}`)),
    ...Object.entries(kwargs).flatMap(([name, value]) => hidden(task, name, value, `kwargs.${name}`)),
  ];
  if (missing.length > 0) throw unacceptable(task.name, inputFields(task), missing);
  const { priority, max_retries } = original;
  // A monitor of the previous version does not say them.
  const soft_time_limit = original.soft_time_limit ?? undefined;
  const time_limit = original.time_limit ?? undefined;
  return { task_name: task.name, args, kwargs, priority, max_retries, soft_time_limit, time_limit };
}

function hidden(task: TaskDefinition, name: string, value: unknown, field: string): FieldProblem[] {
  if (value !== HIDDEN || !task.secrets.includes(name)) return [];
  return [{ field, message: `(${name}) is secret, so it was not kept: give it again` }];
}
