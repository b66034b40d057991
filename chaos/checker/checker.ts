import { everySuccessHasItsEffect, transactionalNeverDoubled } from './effects-once.ts';
import type { Check, Evidence } from './evidence.ts';
import { firingsExact } from './firings.ts';
import { apiIsTable, legalTransitions, tableIsReplay } from './legal-history.ts';
import { deadLettersExact, queuesEmpty } from './nothing-left.ts';
import { endsAsExpected, nothingLost, oneTaskEach, refusedNeverStarted } from './nothing-lost.ts';

const CHECKS: readonly Check[] = [
  nothingLost,
  oneTaskEach,
  endsAsExpected,
  refusedNeverStarted,
  transactionalNeverDoubled,
  everySuccessHasItsEffect,
  legalTransitions,
  tableIsReplay,
  apiIsTable,
  queuesEmpty,
  deadLettersExact,
  firingsExact,
];

/** Everything that is wrong; nothing is when all promises held. */
export function judge(evidence: Evidence): string[] {
  return CHECKS.flatMap((check) => check(evidence));
}
