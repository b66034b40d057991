import {
  type CalculateMonthlyRevenueInput,
  type CalculateMonthlyRevenueOutput,
  calculateMonthlyRevenue,
} from '@celerity/contracts';
import { Kysely, sql, type Transaction } from 'kysely';
import type { TaskContext } from '../../engine/handlers/task-context.js';
import { HandlesTask, type TaskHandler } from '../../engine/handlers/task-handler.decorator.js';
import { cancelOnAbort } from '../../mall/cancel-on-abort.js';
import type { MallDatabase } from '../../mall/mall-database.js';
import { MallSettings } from '../../mall/mall-settings.js';
import { MonthTotals } from './month-totals.js';
import { readMonthlyRevenue, type RevenueMonth } from './monthly-revenue.query.js';
import { compare } from './revenue-comparison.js';
import { comparedMonths, MonthNotBegun, revenueMonth } from './revenue-month.js';

type Trx = Transaction<MallDatabase>;

/** The month asked for always comes from the bills themselves; those beside it may come from the cache. */
@HandlesTask(calculateMonthlyRevenue)
export class CalculateMonthlyRevenueHandler implements TaskHandler<typeof calculateMonthlyRevenue> {
  constructor(
    private readonly db: Kysely<MallDatabase>,
    private readonly settings: MallSettings,
    private readonly totals: MonthTotals,
  ) {}

  async run(
    { year, month }: CalculateMonthlyRevenueInput,
    { signal }: TaskContext,
  ): Promise<CalculateMonthlyRevenueOutput> {
    const { timeZone: zone } = this.settings;
    const asked = revenueMonth(year, month, zone);
    const { previous, lastYear } = comparedMonths(year, month, zone);
    // Before and after the transaction, which should not hold a connection while it waits for another.
    const known = [await this.totals.find(previous), await this.totals.find(lastYear)];
    const { now, revenue, earlier } = await this.inSnapshot(signal, async (trx) => ({
      now: await timeOfBooks(trx, asked),
      revenue: await readMonthlyRevenue(trx, asked),
      earlier: [
        known[0] ?? (await readMonthlyRevenue(trx, previous)),
        known[1] ?? (await readMonthlyRevenue(trx, lastYear)),
      ] as const,
    }));
    const { computed_at } = await this.totals.keep(asked, revenue, now);
    const totals = [
      known[0] ?? (await this.totals.keep(previous, earlier[0], now)),
      known[1] ?? (await this.totals.keep(lastYear, earlier[1], now)),
    ] as const;
    return {
      ...{ month: asked.name, zone, complete: asked.to <= now, computed_at },
      ...revenue,
      previous_month: compare(revenue.amount, previous.name, totals[0]),
      same_month_last_year: compare(revenue.amount, lastYear.name, totals[1]),
    };
  }

  private inSnapshot<Result>(signal: AbortSignal, work: (trx: Trx) => Promise<Result>): Promise<Result> {
    return this.db
      .transaction()
      .setIsolationLevel('repeatable read')
      .setAccessMode('read only')
      .execute((trx) => cancelOnAbort(this.db, trx, signal, () => work(trx)));
  }
}

/** By the database's clock, which also made the payments' times. */
async function timeOfBooks(trx: Trx, asked: RevenueMonth): Promise<Date> {
  const { rows } = await sql<{ now: Date }>`select now() as now`.execute(trx);
  const now = rows[0]?.now ?? new Date();
  if (asked.from > now) throw new MonthNotBegun(asked.name);
  return now;
}
