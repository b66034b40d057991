import { Injectable, Logger } from '@nestjs/common';
import { describeError, type Revenue } from '@celerity/contracts';
import { SharedCache } from '../../mall/cache/shared-cache.js';
import type { RevenueMonth } from './monthly-revenue.query.js';
import type { MonthTotal } from './revenue-comparison.js';

/** A late entry in the books of a closed month shows in comparisons after this time at the latest. */
const KEPT_MS = 60 * 60_000;

/** Totals of months that are over, kept in the shared cache. A cache that is down costs time, not the answer. */
@Injectable()
export class MonthTotals {
  private readonly logger = new Logger(MonthTotals.name);

  constructor(private readonly cache: SharedCache) {}

  async find(month: RevenueMonth): Promise<MonthTotal | undefined> {
    return this.attempt(() => this.cache.get<MonthTotal>(keyOf(month)));
  }

  /** Remembers the total unless the month was still running when it was computed. */
  async keep(month: RevenueMonth, { transactions, amount }: Revenue, computedAt: Date): Promise<MonthTotal> {
    const total = { transactions, amount, computed_at: computedAt.toISOString() };
    if (month.to <= computedAt) await this.attempt(() => this.cache.set(keyOf(month), total, KEPT_MS));
    return total;
  }

  private async attempt<Result>(work: () => Promise<Result>): Promise<Result | undefined> {
    try {
      return await work();
    } catch (error) {
      const { message } = describeError(error);
      this.logger.warn(`the shared cache did not answer: ${message}`);
      return undefined;
    }
  }
}

/** Two zones have different months of one name. */
function keyOf({ name, from, to }: RevenueMonth): string {
  return `revenue:${name}:${from.getTime()}-${to.getTime()}`;
}
