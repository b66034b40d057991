import { type Kysely, sql, type Transaction } from 'kysely';
import type { MallDatabase } from '../mall-database.js';
import { buildMall, type PlannedMall } from './build-mall.js';

/** What the seed did. */
export interface SeedSummary {
  /** False when a mall was already there and nothing was done. */
  readonly seeded: boolean;
  readonly shops: number;
  readonly contracts: number;
  readonly bills: number;
}

/** Any constant: two seeds at once must wait for each other. */
const SEED_LOCK = 7_305_114;
/** PostgreSQL takes 65,535 parameters in a statement. */
const ROWS_PER_INSERT = 2_000;

/** Fills an empty `mall` schema; leaves one that has shops as it is. `today` is `YYYY-MM-DD`. */
export function seedMall(db: Kysely<MallDatabase>, today: string, zone: string): Promise<SeedSummary> {
  return db.transaction().execute(async (trx) => {
    await sql`select pg_advisory_xact_lock(${SEED_LOCK})`.execute(trx);
    const seeded = (await count(trx, 'mall.shops')) === 0;
    if (seeded) await insertMall(trx, buildMall(today, zone));
    return {
      seeded,
      shops: await count(trx, 'mall.shops'),
      contracts: await count(trx, 'mall.contracts'),
      bills: await count(trx, 'mall.bills'),
    };
  });
}

async function count(
  trx: Transaction<MallDatabase>,
  table: 'mall.shops' | 'mall.contracts' | 'mall.bills',
): Promise<number> {
  const { n } = await trx
    .selectFrom(table)
    .select(sql<number>`count(*)::int`.as('n'))
    .executeTakeFirstOrThrow();
  return n;
}

async function insertMall(trx: Transaction<MallDatabase>, mall: PlannedMall): Promise<void> {
  await trx
    .insertInto('mall.units')
    .values([...mall.units])
    .execute();
  const shops = await trx
    .insertInto('mall.shops')
    .values(
      mall.tenancies.map(
        ({ code, name, name_en, floor, category, contact_name, email, locale, contracts }) => ({
          ...{ code, name, name_en, floor, category, contact_name, email, locale },
          created_at: `${contracts[0]?.starts_on}T00:00:00Z`,
        }),
      ),
    )
    .returning(['id', 'code'])
    .execute();
  const shopIds = new Map(shops.map(({ id, code }) => [code, id]));
  const contractIds = await insertContracts(trx, mall, shopIds);
  const bills = mall.bills.map(({ shop, contractStart, ...bill }) => ({
    ...bill,
    shop_id: required(shopIds, shop),
    contract_id: required(contractIds, `${shop} ${contractStart}`),
  }));
  for (const rows of chunks(bills)) await trx.insertInto('mall.bills').values(rows).execute();
  const notifications = mall.notifications.map(({ shop, ...notification }) => ({
    ...notification,
    shop_id: required(shopIds, shop),
  }));
  for (const rows of chunks(notifications)) await trx.insertInto('mall.notifications').values(rows).execute();
}

/** Ids by shop code and first day; no shop begins two contracts on one day. */
async function insertContracts(
  trx: Transaction<MallDatabase>,
  { tenancies }: PlannedMall,
  shopIds: ReadonlyMap<string, string>,
): Promise<Map<string, string>> {
  const codes = new Map([...shopIds].map(([code, id]) => [id, code]));
  const inserted = await trx
    .insertInto('mall.contracts')
    .values(
      tenancies.flatMap(({ code, unit, contracts }) =>
        contracts.map(({ area_m2, monthly_rent, starts_on, ends_on, status }) => ({
          ...{ unit, area_m2, monthly_rent, starts_on, ends_on, status },
          shop_id: required(shopIds, code),
        })),
      ),
    )
    .returning(['id', 'shop_id', sql<string>`starts_on::text`.as('first_day')])
    .execute();
  return new Map(inserted.map(({ id, shop_id, first_day }) => [`${codes.get(shop_id)} ${first_day}`, id]));
}

function required(ids: ReadonlyMap<string, string>, key: string): string {
  const id = ids.get(key);
  if (id === undefined) throw new Error(`the seed has no ${key}`);
  return id;
}

function chunks<T>(rows: readonly T[]): T[][] {
  return Array.from({ length: Math.ceil(rows.length / ROWS_PER_INSERT) }, (_, i) =>
    rows.slice(i * ROWS_PER_INSERT, (i + 1) * ROWS_PER_INSERT),
  );
}
