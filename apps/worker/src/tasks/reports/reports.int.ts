import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  type BillTotal,
  generateDailyReport,
  generateHourlyReport,
  generateMonthlyReport,
  generateWeeklyReport,
  type ReportOutput,
} from '@celerity/contracts';
import { FolderShelf } from '@celerity/service';
import { sql } from 'kysely';
import { DateTime } from 'luxon';
import { AlreadyCompleted } from '../../engine/attempt/attempt-errors.js';
import { amountOf, fenOf, sumOf } from '../../mall/money.js';
import { RecordingContext } from '../../testing/recording-context.js';
import { TestMall, ZONE } from '../../testing/test-mall.js';
import { GenerateDailyReportHandler } from './generate-daily-report.handler.js';
import { GenerateHourlyReportHandler } from './generate-hourly-report.handler.js';
import { GenerateMonthlyReportHandler } from './generate-monthly-report.handler.js';
import { GenerateWeeklyReportHandler } from './generate-weekly-report.handler.js';
import { ReportFiles } from './files/report-files.js';
import { ReportSettings } from './files/report-settings.js';
import { ReportGenerator } from './report-generator.js';

interface BillRow {
  readonly shop_id: string;
  readonly kind: string;
  readonly status: string;
  readonly amount: string;
  readonly issued_on: string;
  readonly period_end: string;
  readonly paid_at: Date | null;
}

let mall: TestMall;
let today: DateTime;
let bills: BillRow[];
let reports: ReportGenerator;
let folder: string;

beforeAll(async () => {
  mall = await TestMall.create();
  today = DateTime.fromISO(await mall.seed(), { zone: ZONE });
  folder = await mkdtemp(join(tmpdir(), 'reports-'));
  reports = new ReportGenerator(
    mall.db,
    mall.settings,
    new ReportFiles(new ReportSettings(new FolderShelf(folder))),
  );
  bills = (
    await sql<BillRow>`select shop_id, kind, status, amount, issued_on::text, period_end::text, paid_at from mall.bills`.execute(
      mall.db,
    )
  ).rows;
});
afterAll(async () => {
  await mall?.close();
  await rm(folder, { recursive: true, force: true });
});

const context = () => new RecordingContext('reports.test');
const monthly = (start?: string) =>
  new GenerateMonthlyReportHandler(reports).run(start ? { period_start: start } : {}, context());
const daily = (start: string) =>
  new GenerateDailyReportHandler(reports).run({ period_start: start }, context());
const total = (rows: readonly BillRow[]): BillTotal => ({
  bills: rows.length,
  amount: sumOf(rows.map(({ amount }) => amount)),
});
const month = (back: number) => today.startOf('month').minus({ months: back });

/** The same figures by another way: row by row, here. */
function expected(start: DateTime, end: DateTime) {
  const asOf = end.minus({ days: 1 }).toFormat('yyyy-MM-dd');
  const within = (day: string) => day >= start.toFormat('yyyy-MM-dd') && day <= asOf;
  const paid = bills.filter(
    (b) => b.status === 'paid' && b.paid_at && b.paid_at >= start.toJSDate() && b.paid_at < end.toJSDate(),
  );
  const open = bills.filter(
    (b) =>
      (b.status === 'unpaid' || (b.status === 'paid' && b.paid_at && b.paid_at >= end.toJSDate())) &&
      b.issued_on <= asOf &&
      b.period_end < asOf,
  );
  const age = (b: BillRow) => DateTime.fromISO(asOf).diff(DateTime.fromISO(b.period_end), 'days').days;
  const aged = (low: number, high: number) => total(open.filter((b) => age(b) >= low && age(b) <= high));
  return {
    billed: total(bills.filter((b) => b.status !== 'void' && within(b.issued_on))),
    collected: total(paid),
    overdue: total(open),
    overdue_ageing: [
      { days: '1-30', ...aged(1, 30) },
      { days: '31-60', ...aged(31, 60) },
      { days: '61-90', ...aged(61, 90) },
      { days: 'over 90', ...aged(91, Infinity) },
    ],
  };
}

describe('reports of the example mall', () => {
  it.each([1, 2, 7, 13, 25])('the month %i months back agrees with a count row by row', async (back) => {
    const { figures } = await monthly(month(back).toFormat('yyyy-MM-dd'));
    expect(figures).toMatchObject(expected(month(back), month(back - 1)));
    expect(Number(figures.collected.amount)).toBeGreaterThan(1_000_000);
    expect(sumOf(figures.collected_by_kind.map(({ amount }) => amount))).toBe(figures.collected.amount);
    expect(sumOf(figures.overdue_ageing.map(({ amount }) => amount))).toBe(figures.overdue.amount);
  });

  it('collections agree with an independent query, month by month', async () => {
    const { rows } = await sql<{ month: string; amount: string }>`
      select to_char(paid_at at time zone ${ZONE}, 'YYYY-MM-01') as month, sum(amount)::text as amount
      from mall.bills where paid_at is not null group by 1`.execute(mall.db);
    const sums = new Map(rows.map(({ month: m, amount }) => [m, amount]));
    for (let back = 1; back <= 12; back += 1) {
      const start = month(back).toFormat('yyyy-MM-dd');
      expect((await monthly(start)).figures.collected.amount).toBe(sums.get(start));
    }
  });

  it('days add up to their month, and hours to their day', async () => {
    const whole = await monthly(month(1).toFormat('yyyy-MM-dd'));
    const days: ReportOutput[] = [];
    for (let day = month(1); day < month(0); day = day.plus({ days: 1 })) {
      days.push(await daily(day.toFormat('yyyy-MM-dd')));
    }
    expectSum(days, whole);
    const [busiest] = days.sort((a, b) =>
      Number(fenOf(b.figures.collected.amount) - fenOf(a.figures.collected.amount)),
    );
    const start = DateTime.fromISO(busiest?.period_start ?? '', { zone: ZONE });
    const hours: ReportOutput[] = [];
    for (let hour = 0; hour < 24; hour += 1) {
      const period_start = start.plus({ hours: hour }).toFormat("yyyy-MM-dd'T'HH:00");
      hours.push(await new GenerateHourlyReportHandler(reports).run({ period_start }, context()));
    }
    expectSum(hours, busiest as ReportOutput);
  });

  it('shows who paid most', async () => {
    const { figures } = await monthly();
    expect(figures.top_shops).toHaveLength(10);
    const amounts = figures.top_shops.map(({ amount }) => fenOf(amount));
    expect(amounts).toEqual([...amounts].sort((a, b) => Number(b - a)));
    const { rows } = await sql<{ amount: string }>`
      select sum(b.amount)::text as amount from mall.bills b join mall.shops s on s.id = b.shop_id
      where s.code = ${figures.top_shops[0]?.code} and to_char(b.paid_at at time zone ${ZONE}, 'YYYY-MM-01') =
        ${month(1).toFormat('yyyy-MM-dd')}`.execute(mall.db);
    expect(figures.top_shops[0]?.amount).toBe(rows[0]?.amount);
  });

  it('knows how much of the mall is let, and whose contracts began and ended', async () => {
    const { figures } = await monthly();
    const { rows } = await sql<{ let_m2: string; total_m2: string; units_let: number }>`
      select sum(area_m2)::text as let_m2, count(*)::int as units_let,
        (select sum(area_m2)::text from mall.units) as total_m2
      from mall.contracts where starts_on <= ${figures.as_of}::date and ends_on >= ${figures.as_of}::date`.execute(
      mall.db,
    );
    expect(figures.occupancy).toMatchObject({ ...rows[0], units: 72 });
    const { let_m2, total_m2, percent } = figures.occupancy;
    expect(percent).toBe(amountOf((fenOf(let_m2) * 20_000n + fenOf(total_m2)) / (fenOf(total_m2) * 2n)));
    const moves = await sql<{ started: number; ended: number }>`
      select count(*) filter (where to_char(starts_on, 'YYYY-MM') = ${figures.as_of.slice(0, 7)})::int as started,
        count(*) filter (where to_char(ends_on, 'YYYY-MM') = ${figures.as_of.slice(0, 7)})::int as ended
      from mall.contracts`.execute(mall.db);
    expect(moves.rows[0]).toEqual({ started: figures.contracts_started, ended: figures.contracts_ended });
    expect(figures.contracts_started + figures.contracts_ended).toBeGreaterThan(0);
  });

  it('counts the mails of the period', async () => {
    const { rows } = await sql<{ day: string; n: number }>`
      select (sent_at at time zone ${ZONE})::date::text as day, count(*)::int as n
      from mall.notifications group by 1 order by 2 desc limit 1`.execute(mall.db);
    expect((await daily(rows[0]?.day ?? '')).figures.mails_sent).toBe(rows[0]?.n);
  });

  it('is an empty report, not an error, where nothing happened', async () => {
    const { figures } = await monthly('2001-02-01');
    expect(figures).toMatchObject({
      as_of: '2001-02-28',
      billed: { bills: 0, amount: '0.00' },
      collected: { bills: 0, amount: '0.00' },
      collected_by_kind: [],
      top_shops: [],
      occupancy: { let_m2: '0.00', percent: '0.00', units_let: 0 },
    });
  });
});

describe('storing a report', () => {
  it('replaces the one of the same period', async () => {
    const first = await monthly();
    const second = await monthly();
    const { files: _files, figures, ...rest } = first;
    expect(second).toMatchObject({ ...rest, figures: { ...figures, tasks_completed: expect.any(Number) } });
    const stored = await sql<{ n: number; data: unknown; zone: string; task_id: string }>`
      select count(*) over ()::int as n, data, zone, task_id from mall.reports
      where kind = 'monthly' and period_start = ${new Date(first.period_start)}`.execute(mall.db);
    expect(stored.rows[0]).toMatchObject({ n: 1, data: second.figures, zone: ZONE });
  });

  it('keeps kinds and periods apart', async () => {
    const start = today.startOf('week').minus({ weeks: 1 }).toFormat('yyyy-MM-dd');
    const week = await new GenerateWeeklyReportHandler(reports).run({ period_start: start }, context());
    const day = await daily(start);
    expect(week.period_start).toBe(day.period_start);
    expect(week.report_id).not.toBe(day.report_id);
    expect(new Date(week.period_end).getTime() - new Date(week.period_start).getTime()).toBe(7 * 86_400_000);
  });

  it('is done once a task', async () => {
    const given = context();
    const handler = new GenerateDailyReportHandler(reports);
    const output = await handler.run({}, given);
    const thrown: unknown = await handler.run({}, given).catch((error: unknown) => error);
    expect((thrown as AlreadyCompleted).result).toEqual(output);
  });

  it('refuses a period that is not over, for good', async () => {
    await expect(daily(today.plus({ days: 1 }).toFormat('yyyy-MM-dd'))).rejects.toMatchObject({
      name: 'PeriodNotOver',
    });
    for (const task of [
      generateHourlyReport,
      generateDailyReport,
      generateWeeklyReport,
      generateMonthlyReport,
    ]) {
      expect(task.retry.giveUpOn).toEqual(['PeriodNotOver']);
      expect(task.effect).toBe('transactional');
    }
  });
});

function expectSum(parts: readonly ReportOutput[], whole: ReportOutput): void {
  for (const figure of ['billed', 'collected'] as const) {
    expect(sumOf(parts.map(({ figures }) => figures[figure].amount))).toBe(whole.figures[figure].amount);
    expect(parts.reduce((sum, { figures }) => sum + figures[figure].bills, 0)).toBe(
      whole.figures[figure].bills,
    );
  }
  for (const figure of ['contracts_started', 'contracts_ended', 'mails_sent'] as const) {
    expect(parts.reduce((sum, { figures }) => sum + figures[figure], 0)).toBe(whole.figures[figure]);
  }
}
