import type { ScheduleView } from '@celerity/contracts';
import type { Messages } from '../messages/language.js';
import { duration } from '../printing/moments.js';
import type { Examination } from './examination.js';
import { failure, type Finding, ok, warning } from './finding.js';
import { unanswered } from './unanswered.js';

const OVERDUE_S = 10;
const LONG_OVERDUE_S = 60;

/** Schedules that should have fired and have not, or cannot. */
export function scheduleFindings(found: Examination, text: Messages): Finding[] {
  const { schedules } = found;
  if ('error' in schedules) return [unanswered(found, 'schedules', 'beat', schedules, text)];
  const troubled = schedules.value.flatMap((schedule) => findingsOf(schedule, text));
  return troubled.length > 0
    ? troubled
    : [ok('schedules', text.doctor.schedulesWell(schedules.value.length))];
}

function findingsOf({ id, status, problem, overdue_seconds }: ScheduleView, { doctor }: Messages): Finding[] {
  if (status === 'broken')
    return [failure('schedules', doctor.scheduleBroken(id, problem ?? ''), doctor.scheduleBrokenRemedy(id))];
  if (status !== 'active' || overdue_seconds < OVERDUE_S) return [];
  const level = overdue_seconds >= LONG_OVERDUE_S ? failure : warning;
  const late = duration(overdue_seconds * 1_000);
  return [level('schedules', doctor.scheduleOverdue(id, late), doctor.scheduleOverdueRemedy)];
}
