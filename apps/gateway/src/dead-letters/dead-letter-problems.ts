import type { DeadLetterRefusal } from '@celerity/contracts';
import { ProblemException, TryAgainLater } from '../http/problem-exception.js';

export function deadLetterNotFound(id: string): ProblemException {
  return new ProblemException(404, {
    kind: 'unknown-dead-letter',
    title: 'Not Found',
    detail: `There is no dead letter ${id}. GET /api/core/dead-letters lists the ones there are.`,
    errors: [{ field: 'id', message: 'is not the id of a dead letter' }],
  });
}

/** A command on many that does not say on which. */
export function needsSelection(): ProblemException {
  const message = 'or filter must be given, and not both; {"filter": {}} means all that are open';
  return new ProblemException(400, {
    kind: 'invalid-request',
    title: 'Bad Request',
    detail: `Say which dead letters: ids ${message}. Nothing was done.`,
    errors: [{ field: 'ids', message }],
  });
}

/** Why the monitor did not carry out a command. */
export function refused(id: string, refusal: DeadLetterRefusal): ProblemException {
  switch (refusal.kind) {
    case 'not_found':
      return deadLetterNotFound(id);
    case 'conflict':
      return new ProblemException(409, {
        kind: 'dead-letter-resolved',
        title: 'Conflict',
        detail: `Dead letter ${id} ${refusal.message}. GET /api/core/dead-letters/${id} shows what was done.`,
      });
    case 'unacceptable':
      return new ProblemException(422, {
        kind: 'invalid-arguments',
        title: 'Unprocessable Content',
        detail: `Correct ${[...new Set(refusal.problems.map(({ field }) => field))].join(', ')} and replay it again; nothing was sent.`,
        errors: refusal.problems,
      });
    case 'pending':
      return new TryAgainLater(
        'outcome-unknown',
        `The replay is recorded as task ${refusal.task_id}, which the broker has not confirmed yet; ` +
          'it is sent until it does. Repeating the command is harmless.',
        2,
        { outcome: 'unknown', task_id: refusal.task_id },
      );
  }
}
