import { calendarOf, type ScheduleRule } from './calendar-of.js';

/** When it fires next, as its row keeps it: Infinity for never. */
export function nextDue(rule: ScheduleRule, now: Date): Date | number {
  return calendarOf(rule).after(now) ?? Infinity;
}
