import { type Kysely, sql } from 'kysely';
import type { MallDatabase } from '../mall-database.js';

/**
 * Issues a service bill that falls due the day after `today` to so many shops, for there to be something to
 * remind of again. New bills, not old ones reset: what was reminded stays reminded. Returns how many it made.
 */
export async function makeBillsDueAgain(
  db: Kysely<MallDatabase>,
  howMany: number,
  today: string,
): Promise<number> {
  const made = await sql`
    insert into mall.bills (shop_id, contract_id, kind, period_start, period_end, amount, status, issued_on)
    select shop_id, id, 'service', ${today}::date, ${today}::date + 1, round(area_m2 * 1.9, 2), 'unpaid', ${today}::date
    from (
      select distinct on (c.shop_id) c.shop_id, c.id, c.area_m2,
        (select max(b.id) from mall.bills b where b.shop_id = c.shop_id) as latest_bill
      from mall.contracts c join mall.shops s on s.id = c.shop_id
      where s.email is not null and ${today}::date between c.starts_on and c.ends_on
      order by c.shop_id, c.id
    ) as tenants
    -- Shops that have waited longest come first, so that each start reminds others.
    order by latest_bill, shop_id
    limit ${howMany}`.execute(db);
  return Number(made.numAffectedRows ?? 0n);
}
