import { type Kysely, sql } from 'kysely';
import type { BillStatus, Locale, MallDatabase } from '../mall/mall-database.js';

/** A shop with bills, as a test needs it. */
export interface SmallShop {
  readonly code: string;
  readonly email: string | null;
  readonly name?: string;
  readonly name_en?: string;
  readonly locale?: Locale;
  /** Due days from today, each an unpaid bill unless told; amounts are 100.10 times the place, from 1. */
  readonly due: readonly number[];
  readonly status?: BillStatus;
}

/** Inserts a shop with one contract and its bills; returns the bills' ids. */
export async function insertShop(
  db: Kysely<MallDatabase>,
  shop: SmallShop,
  today: string,
): Promise<number[]> {
  const { code, email, due, status = 'unpaid', locale = 'zh' } = shop;
  await db
    .insertInto('mall.units')
    .values({ code, floor: 'L1', area_m2: '50.00' })
    .onConflict((conflict) => conflict.doNothing())
    .execute();
  const { id: shop_id } = await db
    .insertInto('mall.shops')
    .values({
      ...{ code, email, locale, floor: 'L1', category: '测试 Test', contact_name: '王小明' },
      ...{ name: shop.name ?? `店铺${code}`, name_en: shop.name_en ?? `Shop ${code}` },
    })
    .returning('id')
    .executeTakeFirstOrThrow();
  const { id: contract_id } = await db
    .insertInto('mall.contracts')
    .values({
      ...{ shop_id, unit: code, area_m2: '50.00', monthly_rent: '1000.00', status: 'active' },
      ...{ starts_on: '2020-01-01', ends_on: '2039-12-31' },
    })
    .returning('id')
    .executeTakeFirstOrThrow();
  const ids: number[] = [];
  for (const [index, days] of due.entries()) {
    const inserted = await sql<{ id: string }>`
      insert into mall.bills (shop_id, contract_id, kind, period_start, period_end, amount, status, issued_on, paid_at)
      values (${shop_id}, ${contract_id}, 'rent', ${today}::date + ${days}::int - 30, ${today}::date + ${days}::int,
        100.10 * ${index + 1}::int, ${status}, ${today}::date + ${days}::int - 30,
        case when ${status} = 'paid' then now() end)
      returning id`.execute(db);
    ids.push(Number(inserted.rows[0]?.id));
  }
  return ids;
}

/** Empties the tables that tests fill. */
export async function emptyMall(db: Kysely<MallDatabase>): Promise<void> {
  await sql`truncate mall.shops, mall.units, mall.contracts, mall.bills, mall.notifications, mall.reports,
    mall.task_completions restart identity cascade`.execute(db);
}
