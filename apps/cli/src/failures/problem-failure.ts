import type { ApiProblem } from '@celerity/client';
import { EXIT } from '../exit-code.js';
import type { Messages } from '../messages/language.js';
import type { Failure } from './failure.js';

/** What to say of a refusal. */
export function problemFailure(problem: ApiProblem, text: Messages): Failure {
  return {
    exitCode: EXIT.refused,
    fields: problem.errors,
    // What is wrong with a request is said above; only what went wrong over there needs the log.
    requestId: problem.status >= 500 ? problem.requestId : null,
    problem: problem.problem,
    ...(ofKind(problem, text) ?? ofStatus(problem, text)),
  };
}

type Saying = Pick<Failure, 'headline' | 'detail' | 'hints' | 'fields'>;

/** Problems that can be said better here than by the gateway, which does not know the commands. */
function ofKind(problem: ApiProblem, text: Messages): Saying | null {
  const { detail } = problem;
  switch (problem.kind) {
    case 'unknown-task':
      return unknownTask(problem, text);
    case 'unknown-task-id':
      return { headline: text.unknownTaskId, hints: [text.unknownTaskIdHint], fields: [] };
    case 'unknown-schedule':
      return { headline: text.schedules.unknown, hints: [text.schedules.unknownHint], fields: [] };
    case 'missing-token':
      return { headline: text.notLoggedIn, hints: [text.loginHint], fields: [] };
    case 'expired-token':
    case 'invalid-token':
      return { headline: text.loginExpired, hints: [text.loginHint], fields: [] };
    case 'wrong-credentials':
      return { headline: text.wrongCredentials, hints: [text.loginHint] };
    case 'invalid-arguments':
      return { headline: text.invalidArguments, detail };
    case 'not-accepted':
      return { headline: text.notAccepted, detail };
    case 'outcome-unknown':
      return { headline: text.outcomeUnknown(problem.taskId ?? '') };
    case 'already-final':
      return { headline: text.alreadyFinal(problem.problem.task_state ?? '') };
    case 'not-revoked':
      return { headline: text.notRevoked, detail };
    case 'revocation-unknown':
      return { headline: text.revocationUnknown };
    default:
      return null;
  }
}

function ofStatus(problem: ApiProblem, text: Messages): Saying {
  const { status, title, detail } = problem;
  if (status === 401) return { headline: text.notLoggedIn, detail, hints: [text.loginHint] };
  if (status === 403) return { headline: text.forbidden, detail };
  if (status === 400 || status === 422) return { headline: text.invalidRequest, detail };
  // The gateway's own refusals say of what kind they are.
  if (status === 404 && problem.kind === null)
    return { headline: text.noSuchRoute, hints: [text.notCelerityHint] };
  if (problem.isTemporary) return { headline: text.temporarilyAway, detail };
  return { headline: text.refused(status, title), detail };
}

function unknownTask({ detail, errors }: ApiProblem, text: Messages): Saying {
  const name = /"(.*)"/.exec(detail)?.[1];
  const similar = errors
    .map(({ message }) => /did you mean (.+)\?/.exec(message)?.[1])
    .find((found) => found !== undefined);
  return {
    headline: name === undefined ? text.unknownTask : text.unknownTaskName(name),
    hints: [...(similar === undefined ? [] : [text.didYouMean(similar)]), text.unknownTaskHint],
    fields: [],
  };
}
