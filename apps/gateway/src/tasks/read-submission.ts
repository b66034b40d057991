import {
  catalogue,
  DEFAULT_PRIORITY,
  type FieldProblem,
  InvalidArguments,
  newTaskId,
  type TaskDefinition,
  type TaskSubmission,
  validateInput,
} from '@celerity/contracts';
import { type Submission, submissionOf } from '@celerity/messaging';
import { inputFields } from './input-fields.js';
import { limitProblems } from './submission-limits.js';
import { unacceptable, unknownTask } from './submission-problems.js';
import { timingOf } from './submission-timing.js';

/**
 * Turns a well-formed body into a submission with a new task id.
 * @throws ProblemException 400 for an unknown task, 422 naming every field that the task does not take
 */
export function readSubmission(
  body: TaskSubmission,
  submittedBy: string,
  consumerTimeoutMs: number,
  now = new Date(),
): Submission {
  const task = catalogue.find(body.task_name);
  if (!task) throw unknownTask(body.task_name);
  const { eta, expires, problems: timing } = timingOf(body, now);
  const problems = [
    ...argumentProblems(task, body),
    ...queueProblems(task, body),
    ...limitProblems(task, body, consumerTimeoutMs),
    ...timing,
  ];
  if (problems.length > 0) throw unacceptable(task.name, inputFields(task), problems);
  return submissionOf(
    task,
    {
      taskId: newTaskId(),
      args: body.args ?? [],
      kwargs: body.kwargs ?? {},
      expires: expires?.toISOString() ?? null,
      priority: body.priority ?? DEFAULT_PRIORITY,
      maxRetries: body.max_retries ?? null,
      softLimitMs: milliseconds(body.soft_time_limit),
      hardLimitMs: milliseconds(body.time_limit),
    },
    { eta, submittedBy },
  );
}

function argumentProblems(task: TaskDefinition, { args, kwargs }: TaskSubmission): readonly FieldProblem[] {
  try {
    validateInput(task, args ?? [], kwargs ?? {});
    return [];
  } catch (error) {
    if (error instanceof InvalidArguments) return error.problems;
    throw error;
  }
}

function queueProblems(task: TaskDefinition, { queue }: TaskSubmission): FieldProblem[] {
  if (queue === undefined || queue === null || queue === task.family) return [];
  return [
    { field: 'queue', message: `must be ${task.family}, the only queue this task runs on; or leave it out` },
  ];
}

function milliseconds(seconds: number | null | undefined): number | null {
  return typeof seconds === 'number' ? Math.round(seconds * 1_000) : null;
}
