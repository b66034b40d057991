import type { Revenue, RevenueComparison } from '@celerity/contracts';
import { amountOf, fenOf } from '../../mall/money.js';

/** A month's total and when it was computed: what the cache holds. */
export interface MonthTotal extends Revenue {
  readonly computed_at: string;
}

/** Sets an earlier month beside the revenue of the month asked for. */
export function compare(amount: string, month: string, earlier: MonthTotal): RevenueComparison {
  const change = fenOf(amount) - fenOf(earlier.amount);
  return {
    month,
    transactions: earlier.transactions,
    amount: earlier.amount,
    change: amountOf(change),
    change_percent: percentOf(change, fenOf(earlier.amount)),
    computed_at: earlier.computed_at,
  };
}

/** Percent with two decimals, rounded half away from zero as PostgreSQL does; null of nothing. */
function percentOf(part: bigint, whole: bigint): string | null {
  if (whole === 0n) return null;
  const negative = part < 0n !== whole < 0n;
  const size = (part < 0n ? -part : part) * 10_000n;
  const base = whole < 0n ? -whole : whole;
  const hundredths = (2n * size + base) / (2n * base);
  return amountOf(negative ? -hundredths : hundredths);
}
