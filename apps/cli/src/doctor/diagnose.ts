import type { Messages } from '../messages/language.js';
import type { Examination } from './examination.js';
import type { Finding } from './finding.js';
import { gatewayFindings } from './gateway-findings.js';
import { journalFindings } from './journal-findings.js';
import { queueFindings } from './queue-findings.js';
import { scheduleFindings } from './schedule-findings.js';
import { workerFindings } from './worker-findings.js';

/** What is well and what is not. Behind a gateway that does not answer nothing can be seen. */
export function diagnose(found: Examination, text: Messages, ownVersion: string): Finding[] {
  const gateway = gatewayFindings(found, text, ownVersion);
  if (gateway.length === 1 && gateway[0]?.level === 'failure') return gateway;
  const others = [queueFindings, workerFindings, scheduleFindings, journalFindings];
  return [...gateway, ...withoutRepeats(others.flatMap((findings) => findings(found, text)))];
}

/** One service that is away leaves several questions unanswered. */
function withoutRepeats(findings: readonly Finding[]): Finding[] {
  const away = new Set<string>();
  return findings.filter(({ check, level }) => {
    if (level !== 'failure' || !['monitor', 'beat'].includes(check)) return true;
    if (away.has(check)) return false;
    away.add(check);
    return true;
  });
}
