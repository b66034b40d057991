import { MAX_BATCH_TASKS, TaskSubmission } from '@celerity/contracts';
import type { Submission } from '@celerity/messaging';
import { ProblemException } from '../http/problem-exception.js';
import { checkedObject } from '../http/request-validation.pipe.js';
import { badBatch } from './batch-problems.js';
import { readSubmission } from './read-submission.js';

/** The tasks of a batch's body, each still unchecked. @throws ProblemException 400 */
export function tasksOf(body: unknown): readonly unknown[] {
  if (typeof body !== 'object' || body === null || Array.isArray(body))
    throw badBatch('body', 'must be a JSON object');
  const { tasks, ...others } = body as Record<string, unknown>;
  const [unknown] = Object.keys(others);
  if (unknown !== undefined) throw badBatch(unknown, 'is not a known field; known is tasks');
  if (!Array.isArray(tasks)) throw badBatch('tasks', 'must be an array');
  if (tasks.length === 0) throw badBatch('tasks', 'must not be empty');
  if (tasks.length > MAX_BATCH_TASKS)
    throw badBatch(
      'tasks',
      `has ${tasks.length} tasks; at most ${MAX_BATCH_TASKS} are allowed. Send several batches`,
    );
  return tasks;
}

/** A task of the batch as a submission, or why it is refused. */
export function readEntry(
  entry: unknown,
  submittedBy: string,
  consumerTimeoutMs: number,
  now: Date,
): Submission | ProblemException {
  try {
    return readSubmission(checkedObject(TaskSubmission, entry, 'task'), submittedBy, consumerTimeoutMs, now);
  } catch (error) {
    if (error instanceof ProblemException) return error;
    throw error;
  }
}
