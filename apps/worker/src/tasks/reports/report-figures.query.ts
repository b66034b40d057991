import type {
  AgeingBucket,
  BillTotal,
  KindTotal,
  MailTotal,
  OccupancyFigures,
  ReportFigures,
  TopShop,
} from '@celerity/contracts';
import { type RawBuilder, sql, type Transaction } from 'kysely';
import type { MallDatabase } from '../../mall/mall-database.js';
import { firstDayFrom, lastDayOf, type ReportPeriod } from './report-period.js';

/** The period as the queries use it: instants for what has a time, days for what has only a date. */
interface Bounds {
  readonly start: Date;
  readonly end: Date;
  readonly firstDay: string;
  /** First day after the period's. */
  readonly nextDay: string;
  readonly asOf: string;
}

type Trx = Transaction<MallDatabase>;

const TOP_SHOPS = 10;
const BILLS_AND_AMOUNT = sql`count(*)::int as bills, coalesce(sum(amount), 0)::numeric(20,2)::text as amount`;

/** Reads all figures of a period. Sums are made by PostgreSQL in exact decimals. */
export async function readReportFigures(trx: Trx, period: ReportPeriod): Promise<ReportFigures> {
  const bounds: Bounds = {
    start: period.start.toJSDate(),
    end: period.end.toJSDate(),
    firstDay: firstDayFrom(period.start),
    nextDay: firstDayFrom(period.end),
    asOf: lastDayOf(period),
  };
  const collected = paidIn(bounds);
  return {
    as_of: bounds.asOf,
    billed: await one<BillTotal>(
      trx,
      sql`select ${BILLS_AND_AMOUNT} from mall.bills where ${issuedIn(bounds)}`,
    ),
    collected: await one<BillTotal>(trx, sql`select ${BILLS_AND_AMOUNT} from mall.bills where ${collected}`),
    collected_by_kind: await all<KindTotal>(
      trx,
      sql`select kind, ${BILLS_AND_AMOUNT} from mall.bills where ${collected} group by kind order by sum(amount) desc, kind`,
    ),
    overdue: await one<BillTotal>(
      trx,
      sql`select ${BILLS_AND_AMOUNT} from mall.bills where ${overdueAt(bounds)}`,
    ),
    overdue_ageing: await readAgeing(trx, bounds),
    ...(await readContractMoves(trx, bounds)),
    occupancy: await readOccupancy(trx, bounds),
    top_shops: await readTopShops(trx, bounds),
    ...(await one<{ mails_sent: number }>(
      trx,
      sql`select count(*)::int as mails_sent from mall.notifications
        where sent_at >= ${bounds.start} and sent_at < ${bounds.end}`,
    )),
    mails_by_kind: await all<MailTotal>(
      trx,
      sql`select kind, count(*)::int as mails from mall.notifications
        where sent_at >= ${bounds.start} and sent_at < ${bounds.end} group by kind order by kind`,
    ),
    ...(await one<{ bills_reminded: number; tasks_completed: number }>(
      trx,
      sql`select
        (select count(*)::int from mall.bills
          where reminded_at >= ${bounds.start} and reminded_at < ${bounds.end}) as bills_reminded,
        (select count(*)::int from mall.task_completions
          where completed_at >= ${bounds.start} and completed_at < ${bounds.end}) as tasks_completed`,
    )),
  };
}

const issuedIn = ({ firstDay, nextDay }: Bounds): RawBuilder<unknown> =>
  sql`status <> 'void' and issued_on >= ${firstDay}::date and issued_on < ${nextDay}::date`;

const paidIn = ({ start, end }: Bounds): RawBuilder<unknown> =>
  sql`status = 'paid' and paid_at >= ${start} and paid_at < ${end}`;

/** Open at the period's end, whatever has been paid since. */
const overdueAt = ({ asOf, end }: Bounds): RawBuilder<unknown> =>
  sql`period_end < ${asOf}::date and issued_on <= ${asOf}::date
    and (status = 'unpaid' or (status = 'paid' and paid_at >= ${end}))`;

function readAgeing(trx: Trx, bounds: Bounds): Promise<AgeingBucket[]> {
  return all(
    trx,
    sql`
      with bucket (place, days, low, high) as (
        values (1, '1-30', 1, 30), (2, '31-60', 31, 60), (3, '61-90', 61, 90), (4, 'over 90', 91, null)
      ), open_bill as (
        select amount, ${bounds.asOf}::date - period_end as age from mall.bills where ${overdueAt(bounds)}
      )
      select bucket.days, count(amount)::int as bills, coalesce(sum(amount), 0)::numeric(20,2)::text as amount
      from bucket left join open_bill on age >= low and (high is null or age <= high)
      group by place, days order by place`,
  );
}

function readContractMoves(
  trx: Trx,
  { firstDay, nextDay }: Bounds,
): Promise<Pick<ReportFigures, 'contracts_started' | 'contracts_ended'>> {
  return one(
    trx,
    sql`select
      (select count(*)::int from mall.contracts
        where starts_on >= ${firstDay}::date and starts_on < ${nextDay}::date) as contracts_started,
      (select count(*)::int from mall.contracts
        where ends_on >= ${firstDay}::date and ends_on < ${nextDay}::date) as contracts_ended`,
  );
}

function readOccupancy(trx: Trx, { asOf }: Bounds): Promise<OccupancyFigures> {
  return one(
    trx,
    sql`
      select coalesce(sum(area_m2) filter (where let), 0)::numeric(12,2)::text as let_m2,
        coalesce(sum(area_m2), 0)::numeric(12,2)::text as total_m2,
        coalesce(round(100 * coalesce(sum(area_m2) filter (where let), 0) / nullif(sum(area_m2), 0), 2), 0)
          ::numeric(5,2)::text as percent,
        count(*) filter (where let)::int as units_let,
        count(*)::int as units
      from (
        select area_m2, exists (
          select from mall.contracts c
          where c.unit = u.code and ${asOf}::date between c.starts_on and c.ends_on
        ) as let
        from mall.units u
      ) as lettable`,
  );
}

function readTopShops(trx: Trx, bounds: Bounds): Promise<TopShop[]> {
  return all(
    trx,
    sql`
      select s.code, s.name, s.name_en, paid.bills, paid.amount
      from (
        select shop_id, ${BILLS_AND_AMOUNT}, sum(amount) as total from mall.bills
        where ${paidIn(bounds)} group by shop_id
      ) as paid join mall.shops s on s.id = paid.shop_id
      order by paid.total desc, s.code limit ${TOP_SHOPS}`,
  );
}

async function all<Row>(trx: Trx, query: RawBuilder<unknown>): Promise<Row[]> {
  return (await query.execute(trx)).rows as Row[];
}

async function one<Row>(trx: Trx, query: RawBuilder<unknown>): Promise<Row> {
  return (await all<Row>(trx, query))[0] as Row;
}
