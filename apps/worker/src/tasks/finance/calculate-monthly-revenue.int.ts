import { calculateMonthlyRevenue } from '@celerity/contracts';
import fc from 'fast-check';
import { sql } from 'kysely';
import { PostgresCache } from '../../mall/cache/postgres-cache.js';
import { SharedCache } from '../../mall/cache/shared-cache.js';
import { amountOf, sumOf } from '../../mall/money.js';
import { MallSettings } from '../../mall/mall-settings.js';
import { RecordingContext } from '../../testing/recording-context.js';
import { TestMall, ZONE } from '../../testing/test-mall.js';
import { CalculateMonthlyRevenueHandler } from './calculate-monthly-revenue.handler.js';
import { MonthTotals } from './month-totals.js';

let mall: TestMall;
let cache: SharedCache;
let handler: CalculateMonthlyRevenueHandler;
let thisMonth: string;

beforeAll(async () => {
  mall = await TestMall.create();
  thisMonth = (await mall.seed()).slice(0, 7);
  cache = new SharedCache(new PostgresCache(mall.db, 'test'));
  handler = new CalculateMonthlyRevenueHandler(mall.db, mall.settings, new MonthTotals(cache));
});
beforeEach(() => cache.removeAll());
afterAll(() => mall?.close());

const context = () => new RecordingContext(calculateMonthlyRevenue.name);
const calculate = (month: string) =>
  handler.run({ year: Number(month.slice(0, 4)), month: Number(month.slice(5)) }, context());

function monthsBefore(month: string, back: number): string {
  const index = Number(month.slice(0, 4)) * 12 + Number(month.slice(5)) - 1 - back;
  return `${Math.floor(index / 12)}-${String((index % 12) + 1).padStart(2, '0')}`;
}

/** The same total by another way: local calendar text in place of instants. */
async function paidIn(
  month: string,
  where = sql`true`,
  zone = ZONE,
): Promise<{ transactions: number; amount: string }> {
  const { rows } = await sql<{ transactions: number; amount: string }>`
    select count(*)::int as transactions, coalesce(sum(amount), 0.00)::text as amount
    from mall.bills join mall.shops on shops.id = bills.shop_id
    where bills.status = 'paid' and to_char(paid_at at time zone ${zone}, 'YYYY-MM') = ${month} and ${where}
  `.execute(mall.db);
  return rows[0] ?? { transactions: 0, amount: '' };
}

async function pay(amount: string, paidAt: string): Promise<void> {
  await sql`
    insert into mall.bills (shop_id, contract_id, kind, period_start, period_end, amount, status, issued_on, paid_at)
    select shop_id, id, 'rent', '2019-01-01', '2019-01-31', ${amount}, 'paid', '2019-01-01', ${paidAt}
    from mall.contracts order by id limit 1`.execute(mall.db);
}

interface RandomBill {
  readonly fen: bigint;
  readonly kind: string;
  readonly status: string;
  /** Near the turn of a month, where zones disagree about the month, or anywhere in the year. */
  readonly paidAt: Date;
}

const turnOfMonth = fc
  .tuple(fc.integer({ min: 0, max: 12 }), fc.integer({ min: -50_400_000, max: 50_400_000 }))
  .map(([month, away]) => new Date(Date.UTC(2011, month, 1) + away));
const randomBills: fc.Arbitrary<RandomBill[]> = fc.array(
  fc.record({
    fen: fc.oneof(fc.bigInt(0n, 300n), fc.bigInt(0n, 9_999_999_999n)),
    kind: fc.constantFrom('rent', 'utilities', 'service'),
    status: fc.constantFrom('paid', 'paid', 'paid', 'unpaid', 'void'),
    paidAt: fc.oneof(
      turnOfMonth,
      fc.date({ min: new Date('2010-12-01'), max: new Date('2012-01-02'), noInvalidDate: true }),
    ),
  }),
  { maxLength: 60 },
);
/** Half hours, clocks that change at midnight, at both ends of the day, and a zone that left out a day in 2011. */
const zoneOf = fc.constantFrom(
  ...[ZONE, 'America/New_York', 'Asia/Kathmandu', 'Africa/Cairo', 'America/Sao_Paulo', 'Pacific/Apia'],
);

async function insertBills(bills: readonly RandomBill[]): Promise<void> {
  await sql`
    insert into mall.bills (shop_id, contract_id, kind, period_start, period_end, amount, status, issued_on, paid_at)
    select c.shop_id, c.id, b.kind, '2011-01-01', '2011-01-31', b.amount, b.status, '2011-01-01',
      case when b.status = 'paid' then b.paid_at end
    from unnest(
      ${bills.map(({ kind }) => kind)}::text[], ${bills.map(({ fen }) => amountOf(fen))}::numeric[],
      ${bills.map(({ status }) => status)}::text[],
      ${bills.map(({ paidAt }) => paidAt.toISOString())}::timestamptz[]
    ) with ordinality as b (kind, amount, status, paid_at, place)
    join (select *, row_number() over (order by id) as place, count(*) over () as n from mall.contracts) c
      on c.place = 1 + b.place % c.n`.execute(mall.db);
}

describe('calculate_monthly_revenue', () => {
  it('equals an independent query, whole, by shop, by category and by kind', async () => {
    const month = monthsBefore(thisMonth, 1);
    const output = await calculate(month);
    expect(output).toMatchObject({ month, zone: ZONE, complete: true, ...(await paidIn(month)) });
    expect(output.transactions).toBeGreaterThan(100);
    for (const parts of [output.by_shop, output.by_category, output.by_kind]) {
      expect(sumOf(parts.map(({ amount }) => amount))).toBe(output.amount);
      expect(parts.reduce((sum, { transactions }) => sum + transactions, 0)).toBe(output.transactions);
    }
    for (const { category, transactions, amount } of output.by_category) {
      expect(await paidIn(month, sql`category = ${category}`)).toEqual({ transactions, amount });
    }
    for (const { code, transactions, amount } of output.by_shop.slice(0, 10)) {
      expect(await paidIn(month, sql`code = ${code}`)).toEqual({ transactions, amount });
    }
  });

  it('compares with the month before and the year before', async () => {
    const month = monthsBefore(thisMonth, 2);
    const { amount, previous_month, same_month_last_year } = await calculate(month);
    const before = monthsBefore(month, 1);
    expect(previous_month).toMatchObject({ month: before, ...(await paidIn(before)) });
    const { rows } = await sql<{ change: string; percent: string }>`
      select (${amount}::numeric - ${previous_month.amount}::numeric)::text as change,
        round(100 * (${amount}::numeric - ${previous_month.amount}::numeric)
          / ${previous_month.amount}::numeric, 2)::text as percent`.execute(mall.db);
    expect(previous_month.change).toBe(rows[0]?.change);
    expect(previous_month.change_percent).toBe(rows[0]?.percent);
    const lastYear = monthsBefore(month, 12);
    expect(same_month_last_year).toMatchObject({ month: lastYear, ...(await paidIn(lastYear)) });
  });

  it('gives a payment to the month of its local time', async () => {
    await pay('0.01', '2001-01-31T15:59:59.999Z');
    await pay('0.02', '2001-01-31T16:00:00Z');
    await pay('99999999.99', '2001-12-31T15:59:59Z');
    expect((await calculate('2001-01')).amount).toBe('0.01');
    const february = await calculate('2001-02');
    expect(february).toMatchObject({ amount: '0.02', transactions: 1 });
    expect(february.previous_month).toMatchObject({
      amount: '0.01',
      change: '0.01',
      change_percent: '100.00',
    });
    expect(february.same_month_last_year).toMatchObject({ amount: '0.00', change_percent: null });
    expect((await calculate('2001-12')).amount).toBe('99999999.99');
    expect((await calculate('2002-01')).previous_month.month).toBe('2001-12');
  });

  it('equals an independent query for any bills, in any zone', async () => {
    await fc.assert(
      fc.asyncProperty(randomBills, zoneOf, fc.integer({ min: 1, max: 12 }), async (bills, zone, month) => {
        const settings = new MallSettings(mall.settings.smtpUrl, mall.settings.mailFrom, zone);
        const there = new CalculateMonthlyRevenueHandler(mall.db, settings, new MonthTotals(cache));
        await cache.removeAll();
        await sql`delete from mall.bills where issued_on < '2012-01-01'`.execute(mall.db);
        await insertBills(bills);
        const output = await there.run({ year: 2011, month }, context());
        const name = `2011-${String(month).padStart(2, '0')}`;
        const before = monthsBefore(name, 1);
        expect(output).toMatchObject(await paidIn(name, sql`true`, zone));
        expect(output.previous_month).toMatchObject(await paidIn(before, sql`true`, zone));
        for (const parts of [output.by_shop, output.by_category, output.by_kind]) {
          expect(sumOf(parts.map(({ amount }) => amount))).toBe(output.amount);
          expect(parts.reduce((sum, { transactions }) => sum + transactions, 0)).toBe(output.transactions);
        }
        for (const { kind, transactions, amount } of output.by_kind) {
          expect(await paidIn(name, sql`kind = ${kind}`, zone)).toEqual({ transactions, amount });
        }
      }),
      { numRuns: 40 },
    );
  });

  it('says that a running month is not complete, and keeps nothing of it', async () => {
    const output = await calculate(thisMonth);
    expect(output).toMatchObject({ complete: false, ...(await paidIn(thisMonth)) });
    expect(await cache.count()).toBe(2);
  });

  it('refuses a month that has not begun', async () => {
    await expect(calculate(monthsBefore(thisMonth, -1))).rejects.toThrow(/has not begun/);
  });

  it('takes earlier months from the cache, the month itself from the bills', async () => {
    const first = await calculate('2001-01');
    await pay('5.00', '2001-01-10T00:00:00Z');
    const february = await calculate('2001-02');
    expect(february.previous_month).toMatchObject({ amount: first.amount, computed_at: first.computed_at });
    const again = await calculate('2001-01');
    expect(again.amount).toBe('5.01');
    expect((await calculate('2001-02')).previous_month.amount).toBe('5.01');
  });

  it('does without a cache that is down', async () => {
    const broken = new PostgresCache(mall.db, 'test');
    broken.get = () => Promise.reject(new Error('down'));
    broken.set = () => Promise.reject(new Error('down'));
    const totals = new MonthTotals(new SharedCache(broken));
    const alone = new CalculateMonthlyRevenueHandler(mall.db, mall.settings, totals);
    const output = await alone.run({ year: 2001, month: 2 }, context());
    expect(output.previous_month.amount).toBe((await paidIn('2001-01')).amount);
  });

  it('stops when it is told to', async () => {
    const given = context();
    given.controller.abort(new Error('revoked'));
    await expect(handler.run({ year: 2001, month: 1 }, given)).rejects.toThrow('revoked');
  });
});
