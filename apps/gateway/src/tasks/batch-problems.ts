import { MAX_BATCH_TASKS } from '@celerity/contracts';
import { ProblemException } from '../http/problem-exception.js';

/** The batch itself is malformed: nothing of it was looked at. */
export function badBatch(field: string, message: string): ProblemException {
  return new ProblemException(400, {
    kind: 'invalid-request',
    title: 'Bad Request',
    detail: `Send {"tasks": [...]} with 1 to ${MAX_BATCH_TASKS} tasks; nothing was sent.`,
    errors: [{ field, message }],
  });
}
