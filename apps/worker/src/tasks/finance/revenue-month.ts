import { DateTime } from 'luxon';
import type { RevenueMonth } from './monthly-revenue.query.js';

/** There is no revenue to add up in a month that lies ahead. */
export class MonthNotBegun extends Error {
  override readonly name = 'MonthNotBegun';

  constructor(month: string) {
    super(`the month ${month} has not begun`);
  }
}

/** The month in the zone: it begins with the first instant of its first day, which need not be midnight. */
export function revenueMonth(year: number, month: number, zone: string): RevenueMonth {
  const first = DateTime.fromObject({ year, month }, { zone }).startOf('month');
  return {
    name: first.toFormat('yyyy-MM'),
    from: first.toJSDate(),
    to: first.plus({ months: 1 }).startOf('month').toJSDate(),
  };
}

/** The months that a month is compared with. */
export function comparedMonths(
  year: number,
  month: number,
  zone: string,
): { previous: RevenueMonth; lastYear: RevenueMonth } {
  return {
    previous: month === 1 ? revenueMonth(year - 1, 12, zone) : revenueMonth(year, month - 1, zone),
    lastYear: revenueMonth(year - 1, month, zone),
  };
}
