import type { BeatRefusal } from '@celerity/contracts';
import { ProblemException } from '../http/problem-exception.js';

/** The answer to what beat refuses. */
export function beatProblem(refusal: BeatRefusal): ProblemException {
  switch (refusal.code) {
    case 'invalid': {
      const fields = [...new Set(refusal.problems.map(({ field }) => field))].join(', ');
      return new ProblemException(422, {
        kind: 'invalid-schedule',
        title: 'Unprocessable Content',
        detail: `Correct ${fields} and send it again; nothing was changed.`,
        errors: refusal.problems,
      });
    }
    case 'unknown_schedule':
      return new ProblemException(404, {
        kind: 'unknown-schedule',
        title: 'Not Found',
        detail: `${refusal.message} GET /api/core/schedules lists the ones there are.`,
        errors: [{ field: 'id', message: 'is not the id of a schedule' }],
      });
    case 'exists':
      return new ProblemException(409, {
        kind: 'schedule-exists',
        title: 'Conflict',
        detail: `${refusal.message} Choose another id, or edit it with PATCH.`,
        errors: [{ field: 'id', message: 'is taken' }],
      });
    case 'version_conflict':
      return new ProblemException(412, {
        kind: 'version-conflict',
        title: 'Precondition Failed',
        detail: `${refusal.message} Look at it again, then repeat your change with that version.`,
        errors: [{ field: 'version', message: 'is not the present one' }],
      });
    case 'not_waiting':
      return new ProblemException(409, {
        kind: 'not-waiting',
        title: 'Conflict',
        detail: `${refusal.message} Only tasks that are delayed, or wait for a retry, can be moved.`,
        errors: [{ field: 'task_id', message: 'is not waiting for a time' }],
      });
  }
}
