import { type Kysely, sql } from 'kysely';
import type { MallDatabase } from '../../mall/mall-database.js';

/** A shop among whose given bills some are still to be reminded of. */
export interface ShopToRemind {
  readonly shop_id: string;
  readonly code: string;
  readonly name: string;
  readonly email: string | null;
  readonly bill_count: number;
}

/** How the given bills stand; what is in neither number is paid, void or unknown. */
export interface BillStates {
  readonly reminded: number;
  readonly open: number;
}

/** The shops that the given bills are to be reminded of, in the order of their codes. */
export async function readShopsToRemind(
  db: Kysely<MallDatabase>,
  billIds: readonly number[],
): Promise<ShopToRemind[]> {
  const shops = await sql<ShopToRemind>`
    select s.id as shop_id, s.code, s.name, nullif(trim(s.email), '') as email, count(*)::int as bill_count
    from mall.bills b join mall.shops s on s.id = b.shop_id
    where b.id = any(${billIds}::bigint[]) and b.status = 'unpaid' and b.reminded_at is null
    group by s.id order by s.code`.execute(db);
  return shops.rows;
}

export async function readBillStates(
  db: Kysely<MallDatabase>,
  billIds: readonly number[],
): Promise<BillStates> {
  const states = await sql<BillStates>`
    select count(*) filter (where reminded_at is not null)::int as reminded,
      count(*) filter (where reminded_at is null and status = 'unpaid')::int as open
    from mall.bills where id = any(${billIds}::bigint[])`.execute(db);
  return states.rows[0] ?? { reminded: 0, open: 0 };
}
