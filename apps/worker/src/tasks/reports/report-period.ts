import type { ReportKind } from '@celerity/contracts';
import { DateTime } from 'luxon';

/** A period of a report: from its first instant up to, not including, its end. */
export interface ReportPeriod {
  readonly kind: ReportKind;
  readonly start: DateTime<true>;
  readonly end: DateTime<true>;
}

/** A report is made of what has happened: the period must be over. */
export class PeriodNotOver extends Error {
  override readonly name = 'PeriodNotOver';

  constructor({ kind, start, end }: ReportPeriod) {
    super(`the ${kind} period that starts at ${start.toISO()} is not over before ${end.toISO()}`);
  }
}

const UNITS = { hourly: 'hour', daily: 'day', weekly: 'week', monthly: 'month' } as const;

/**
 * The period that begins at `periodStart` (local time in `zone` unless it carries an offset), or the last
 * one that was complete at `now`. Days begin with the day's first instant, which need not be midnight.
 * @throws PeriodNotOver
 */
export function reportPeriod(
  kind: ReportKind,
  zone: string,
  now: Date,
  periodStart?: string | null,
): ReportPeriod {
  const unit = UNITS[kind];
  const at = periodStart
    ? DateTime.fromISO(periodStart, { zone })
    : DateTime.fromJSDate(now, { zone }).startOf(unit).minus({ milliseconds: 1 });
  const start = valid(at.startOf(unit), zone);
  const period = { kind, start, end: valid(start.plus({ [unit]: 1 }).startOf(unit), zone) };
  if (period.end.toJSDate() > now) throw new PeriodNotOver(period);
  return period;
}

/** The starts of so many periods before the given one, latest first, as the tasks' inputs take them. */
export function earlierPeriods({ kind, start }: ReportPeriod, count: number): string[] {
  const unit = UNITS[kind];
  return Array.from({ length: count }, (_, index) => {
    const earlier = start.minus({ [unit]: index + 1 }).startOf(unit);
    // A local hour may come twice: its offset says which.
    return earlier.toFormat(kind === 'hourly' ? "yyyy-MM-dd'T'HH:mmZZ" : 'yyyy-MM-dd');
  });
}

/** First day whose first instant is not before the given one: bills carry days, periods may be hours. */
export function firstDayFrom(instant: DateTime<true>): string {
  const day = instant.startOf('day');
  return (day < instant ? day.plus({ days: 1 }) : day).toFormat('yyyy-MM-dd');
}

/** The day on which the period's last instant falls. */
export function lastDayOf({ end }: ReportPeriod): string {
  return end.minus({ milliseconds: 1 }).toFormat('yyyy-MM-dd');
}

function valid(time: DateTime, zone: string): DateTime<true> {
  if (!time.isValid) throw new Error(`no such time in zone ${zone}: ${time.invalidExplanation}`);
  return time as DateTime<true>;
}
