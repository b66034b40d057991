import { ApiProblem } from '@celerity/client';
import type { Diagnostics } from '@celerity/contracts';
import { describeFailure } from '../failures/describe-failure.js';
import type { Messages } from '../messages/language.js';
import { duration } from '../printing/moments.js';
import type { Examination } from './examination.js';
import { failure, type Finding, ok, warning } from './finding.js';

const SKEW_MS = 2_000;
const GREAT_SKEW_MS = 30_000;

/** Whether the gateway answers, which version it is, and what it says of itself. */
export function gatewayFindings(found: Examination, text: Messages, ownVersion: string): Finding[] {
  const { diagnostics, url, askedAt, answeredAt } = found;
  const said = text.doctor;
  if ('error' in diagnostics) return [notAnswered(diagnostics.error, found, text)];
  const { value } = diagnostics;
  return [
    ok('gateway', said.gatewayAnswers(url, duration(answeredAt - askedAt))),
    versionFinding(value, text, ownVersion),
    ...value.dependencies.map((dependency) => dependencyFinding(dependency, text)),
    ...clockFindings(found, value, text),
    ...limitFindings(value, text),
  ];
}

function notAnswered(error: unknown, { queues }: Examination, text: Messages): Finding {
  // One that knows no other route either is no gateway at all.
  if (isUnknownRoute(error) && !('error' in queues && isUnknownRoute(queues.error)))
    return warning('version', text.doctor.olderGateway, text.doctor.olderGatewayRemedy);
  const { headline, detail, hints = [] } = describeFailure(error, text, false);
  const isLogin = error instanceof ApiProblem && (error.status === 401 || error.status === 403);
  const message = isLogin || !detail ? headline : `${headline} (${detail})`;
  return failure(isLogin ? 'login' : 'gateway', message, hints.join(' ') || text.doctor.seeLog);
}

function isUnknownRoute(error: unknown): boolean {
  return error instanceof ApiProblem && error.status === 404;
}

function versionFinding({ version }: Diagnostics, { doctor }: Messages, own: string): Finding {
  const release = (given: string): string => given.split('.', 2).join('.');
  if (release(version) === release(own)) return ok('version', doctor.versionsFit(version));
  return warning('version', doctor.versionsDiffer(version, own), doctor.versionsRemedy(version));
}

function dependencyFinding(
  { name, status, message }: Diagnostics['dependencies'][number],
  { doctor }: Messages,
): Finding {
  const check = name === 'postgres' ? 'database' : name;
  if (status === 'up') return ok(check, doctor.dependencyUp);
  const remedy = name === 'broker' ? doctor.brokerRemedy : doctor.databaseRemedy;
  return failure(check, doctor.dependencyDown(message ?? ''), remedy);
}

function clockFindings(
  found: Examination,
  { gateway_time, database_time }: Diagnostics,
  text: Messages,
): Finding[] {
  const { doctor } = text;
  const middle = (found.askedAt + found.answeredAt) / 2;
  // The answer may have been made at any moment between question and answer.
  const doubt = (found.answeredAt - found.askedAt) / 2;
  const here = Math.max(0, Math.abs(Date.parse(gateway_time) - middle) - doubt);
  const there = database_time === null ? 0 : Math.abs(Date.parse(gateway_time) - Date.parse(database_time));
  const findings: Finding[] = [];
  if (here > SKEW_MS) findings.push(warning('clock', doctor.skewHere(duration(here)), doctor.skewRemedy));
  if (there > SKEW_MS) {
    const level = there > GREAT_SKEW_MS ? failure : warning;
    findings.push(level('clock', doctor.skewThere(duration(there)), doctor.skewRemedy));
  }
  return findings.length > 0 ? findings : [ok('clock', doctor.clocksFit)];
}

function limitFindings(
  { overlong_tasks, longest_time_limit, broker_consumer_timeout_ms }: Diagnostics,
  { doctor }: Messages,
): Finding[] {
  const most = duration(longest_time_limit * 1_000);
  if (overlong_tasks.length === 0)
    return [ok('consumer-timeout', doctor.limitsFit(duration(broker_consumer_timeout_ms), most))];
  return overlong_tasks.map(({ task_name, time_limit }) =>
    failure(
      'consumer-timeout',
      doctor.limitTooLong(task_name, duration(time_limit * 1_000), duration(broker_consumer_timeout_ms)),
      doctor.limitRemedy,
    ),
  );
}
