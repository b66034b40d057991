import { Injectable, type PipeTransform } from '@nestjs/common';
import { isTaskId } from '@celerity/contracts';
import { ProblemException } from '../http/problem-exception.js';

/** Takes the id of an export out of a path. */
@Injectable()
export class ExportIdPipe implements PipeTransform<string, string> {
  /** @throws ProblemException 400 */
  transform(value: string): string {
    if (isTaskId(value)) return value.toLowerCase();
    throw new ProblemException(400, {
      kind: 'invalid-request',
      title: 'Bad Request',
      detail: 'The id in the path is no UUID. Use the export_id in the result of export_data.',
      errors: [{ field: 'export_id', message: 'must be a UUID' }],
    });
  }
}
