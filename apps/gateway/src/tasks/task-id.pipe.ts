import { Injectable, type PipeTransform } from '@nestjs/common';
import { isTaskId } from '@celerity/contracts';
import { ProblemException } from '../http/problem-exception.js';

/** Takes a task id out of a path. */
@Injectable()
export class TaskIdPipe implements PipeTransform<string, string> {
  /** @throws ProblemException 400 */
  transform(value: string): string {
    if (isTaskId(value)) return value.toLowerCase();
    throw new ProblemException(400, {
      kind: 'invalid-request',
      title: 'Bad Request',
      detail: 'The task id in the path is no UUID. Use the task_id that POST /api/core/tasks answered.',
      errors: [{ field: 'task_id', message: 'must be a UUID' }],
    });
  }
}
