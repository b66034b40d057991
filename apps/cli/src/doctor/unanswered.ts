import { ApiProblem } from '@celerity/client';
import { describeFailure } from '../failures/describe-failure.js';
import type { Messages } from '../messages/language.js';
import type { Answered, Examination } from './examination.js';
import { failure, type Finding, skipped } from './finding.js';

/** Which service is behind a question. */
export type Behind = 'monitor' | 'beat';

/** What a question without an answer means: the role does not suffice, the broker is away, or a service is. */
export function unanswered(
  found: Examination,
  check: string,
  behind: Behind,
  { error }: Extract<Answered<unknown>, { error: unknown }>,
  text: Messages,
): Finding {
  const said = text.doctor;
  if (error instanceof ApiProblem && error.status === 403)
    return skipped(check, said.needsAdmin, said.needsAdminRemedy);
  if (isBrokerDown(found)) return skipped(check, said.brokerFirst, said.brokerRemedy);
  if (error instanceof ApiProblem && error.status === 503)
    return failure(behind, said.noAnswerOf(behind, check), said.startService(behind));
  return failure(check, describeFailure(error, text, false).headline, said.seeLog);
}

function isBrokerDown({ diagnostics }: Examination): boolean {
  return (
    'value' in diagnostics &&
    diagnostics.value.dependencies.some(({ name, status }) => name === 'broker' && status === 'down')
  );
}
