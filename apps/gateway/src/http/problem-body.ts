import type { Problem } from '@celerity/contracts';
import type { ProblemException } from './problem-exception.js';

/** A problem as its answer's body says it (RFC 9457). */
export function problemBody(answer: ProblemException): Problem {
  const { kind, headers: _, title, ...rest } = answer.problem;
  return {
    type: `urn:celerity:problem:${kind}`,
    title,
    status: answer.getStatus(),
    ...rest,
    errors: rest.errors ? [...rest.errors] : undefined,
  };
}
