import type { CategoryRevenue, KindRevenue, Revenue, ShopRevenue } from '@celerity/contracts';
import { type Kysely, type RawBuilder, sql } from 'kysely';
import type { MallDatabase } from '../../mall/mall-database.js';

/** A month in the mall's time zone, `from` its first instant up to, not including, `to`. */
export interface RevenueMonth {
  /** `YYYY-MM`. */
  readonly name: string;
  readonly from: Date;
  readonly to: Date;
}

/** What was paid in a month. */
export interface MonthlyRevenue extends Revenue {
  readonly by_shop: ShopRevenue[];
  readonly by_category: CategoryRevenue[];
  readonly by_kind: KindRevenue[];
}

const SUM = sql`count(*)::int as transactions, coalesce(sum(b.amount), 0)::numeric(20,2)::text as amount`;

/** Adds up the month's payments in exact decimals; call it in one snapshot, so that all sums agree. */
export async function readMonthlyRevenue(
  db: Kysely<MallDatabase>,
  { from, to }: RevenueMonth,
): Promise<MonthlyRevenue> {
  const paid = sql`from mall.bills b join mall.shops s on s.id = b.shop_id
    where b.status = 'paid' and b.paid_at >= ${from} and b.paid_at < ${to}`;
  const read = async <Row>(query: RawBuilder<Row>) => (await query.execute(db)).rows;
  const [total] = await read(sql<Revenue>`select ${SUM} ${paid}`);
  return {
    ...(total ?? { transactions: 0, amount: '0.00' }),
    by_shop: await read(
      sql<ShopRevenue>`select s.code, s.name, s.name_en, ${SUM} ${paid} group by s.id order by sum(b.amount) desc, s.code`,
    ),
    by_category: await read(
      sql<CategoryRevenue>`select s.category, ${SUM} ${paid} group by s.category order by sum(b.amount) desc, s.category`,
    ),
    by_kind: await read(
      sql<KindRevenue>`select b.kind, ${SUM} ${paid} group by b.kind order by sum(b.amount) desc, b.kind`,
    ),
  };
}
