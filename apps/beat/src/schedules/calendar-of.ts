import type { Selectable } from 'kysely';
import type { SchedulesTable } from '../database/beat-database.js';
import { Bounded } from './bounded.js';
import type { Calendar } from './calendar.js';
import { Interval } from './interval.js';
import { InvalidSchedule } from './invalid-schedule.js';
import { OneOff } from './one-off.js';
import { Recurrence } from './recurrence.js';

/** When a schedule fires, as its row says. */
export type ScheduleRule = Pick<
  Selectable<SchedulesTable>,
  'cron' | 'every_seconds' | 'once_at' | 'zone' | 'starts_at' | 'ends_at' | 'created_at'
>;

const MOST_KEPT = 10_000;
/** Reading an expression costs more than asking it; many schedules share one. */
const recurrences = new Map<string, Recurrence>();

/** @throws InvalidSchedule when it can never fire as it is written. */
export function calendarOf(rule: ScheduleRule): Calendar {
  return new Bounded(unbounded(rule), rule.starts_at, rule.ends_at);
}

function unbounded({ cron, every_seconds, once_at, zone, starts_at, created_at }: ScheduleRule): Calendar {
  if (cron !== null) return recurrence(cron, zone);
  if (every_seconds !== null) return new Interval(Math.round(every_seconds * 1_000), starts_at ?? created_at);
  if (once_at !== null) return new OneOff(once_at);
  throw new InvalidSchedule('it has neither cron nor every_seconds nor once_at');
}

function recurrence(cron: string, zone: string): Recurrence {
  const key = `${zone} ${cron}`;
  const known = recurrences.get(key);
  if (known) return known;
  const made = new Recurrence(cron, zone);
  if (recurrences.size >= MOST_KEPT) recurrences.clear();
  recurrences.set(key, made);
  return made;
}
