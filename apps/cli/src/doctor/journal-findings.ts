import type { Messages } from '../messages/language.js';
import { duration } from '../printing/moments.js';
import type { Examination } from './examination.js';
import { failure, type Finding, ok, skipped, warning } from './finding.js';
import { unanswered } from './unanswered.js';

const BEHIND_S = 10;
const FAR_BEHIND_S = 60;

/** How far the history is behind the journal. */
export function journalFindings(found: Examination, text: Messages): Finding[] {
  const { stats } = found;
  const { doctor } = text;
  if ('error' in stats) return [unanswered(found, 'journal', 'monitor', stats, text)];
  const { lag_s } = stats.value.journal;
  if (lag_s === null) return [skipped('journal', doctor.lagUnknown, doctor.lagUnknownRemedy)];
  const lag = duration(lag_s * 1_000);
  if (lag_s < BEHIND_S) return [ok('journal', doctor.lagSmall(lag))];
  const level = lag_s < FAR_BEHIND_S ? warning : failure;
  return [level('journal', doctor.lagGreat(lag), doctor.lagRemedy)];
}
