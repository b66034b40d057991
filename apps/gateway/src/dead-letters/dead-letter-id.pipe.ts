import { Injectable, type PipeTransform } from '@nestjs/common';
import { isTaskId } from '@celerity/contracts';
import { ProblemException } from '../http/problem-exception.js';

/** Takes a dead letter's id out of a path. */
@Injectable()
export class DeadLetterIdPipe implements PipeTransform<string, string> {
  /** @throws ProblemException 400 */
  transform(value: string): string {
    if (isTaskId(value)) return value.toLowerCase();
    throw new ProblemException(400, {
      kind: 'invalid-request',
      title: 'Bad Request',
      detail: 'The id in the path is no UUID. Use an id that GET /api/core/dead-letters answered.',
      errors: [{ field: 'id', message: 'must be a UUID' }],
    });
  }
}
