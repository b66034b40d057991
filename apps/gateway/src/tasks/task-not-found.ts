import { ProblemException } from '../http/problem-exception.js';

/** There is no task of that id, or it is older than what the history keeps. */
export function taskNotFound(taskId: string): ProblemException {
  return new ProblemException(404, {
    kind: 'unknown-task-id',
    title: 'Not Found',
    detail: `There is no task ${taskId}. GET /api/core/tasks and /api/core/tasks/history list the ones there are.`,
    errors: [{ field: 'task_id', message: 'is not the id of a task' }],
  });
}
