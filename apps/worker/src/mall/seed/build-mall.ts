import { DateTime } from 'luxon';
import type { Insertable } from 'kysely';
import type { BillsTable, NotificationsTable, UnitsTable } from '../mall-database.js';
import { billsOf } from './billing.js';
import { historyOf } from './bill-history.js';
import { mulberry32 } from './mulberry32.js';
import { planTenancies, type Tenancy, unitCode } from './tenancy.js';

/** A bill whose shop and contract are still named, not numbered. */
export interface PlannedBill extends Omit<Insertable<BillsTable>, 'shop_id' | 'contract_id' | 'id'> {
  readonly shop: string;
  readonly contractStart: string;
}

export interface PlannedNotification extends Omit<Insertable<NotificationsTable>, 'shop_id' | 'id'> {
  readonly shop: string;
}

/** The whole example mall, ready to be inserted. */
export interface PlannedMall {
  readonly units: readonly UnitsTable[];
  readonly tenancies: readonly Tenancy[];
  readonly bills: readonly PlannedBill[];
  readonly notifications: readonly PlannedNotification[];
}

const SEED = 20_240_601;
const VACANT_PER_FLOOR = 2;
/** The clean-up keeps thirty days; a little more gives it something to do. */
const NOTIFICATION_DAYS = 45;

/** Builds the mall as it stands on the morning of `today` (`YYYY-MM-DD`): the same day, the same mall. */
export function buildMall(today: string, zone: string): PlannedMall {
  const day = DateTime.fromISO(today, { zone: 'utc' });
  const random = mulberry32(SEED);
  const tenancies = planTenancies(day, random);
  const bills = tenancies.flatMap((tenancy) =>
    billsOf(tenancy, day, random).map((bill): PlannedBill => ({
      shop: tenancy.code,
      contractStart: bill.contract.starts_on,
      kind: bill.kind,
      period_start: bill.periodStart.toFormat('yyyy-MM-dd'),
      period_end: bill.periodEnd.toFormat('yyyy-MM-dd'),
      issued_on: bill.issuedOn.toFormat('yyyy-MM-dd'),
      amount: bill.amount,
      ...historyOf(bill, tenancy, day, zone, random),
    })),
  );
  return {
    units: unitsOf(tenancies),
    tenancies,
    bills,
    notifications: notificationsOf(tenancies, bills, day),
  };
}

/** Each shop's unit, and on every floor some that stand empty. */
function unitsOf(tenancies: readonly Tenancy[]): UnitsTable[] {
  const occupied = tenancies.map(({ unit, floor, contracts }) => ({
    code: unit,
    floor,
    area_m2: contracts[0]?.area_m2 ?? '100.00',
  }));
  const floors = [...new Set(tenancies.map(({ floor }) => floor))];
  const vacant = floors.flatMap((floor) => {
    const taken = occupied.filter((unit) => unit.floor === floor).length;
    return Array.from({ length: VACANT_PER_FLOOR }, (_, i) => ({
      code: unitCode(floor, taken + 1 + i),
      floor,
      area_m2: `${64 + 36 * i}.50`,
    }));
  });
  return [...occupied, ...vacant];
}

/** One mail for all the bills of a shop that were reminded together. */
function notificationsOf(
  tenancies: readonly Tenancy[],
  bills: readonly PlannedBill[],
  today: DateTime,
): PlannedNotification[] {
  const shops = new Map(tenancies.map((tenancy) => [tenancy.code, tenancy]));
  const oldest = today.minus({ days: NOTIFICATION_DAYS });
  const notifications = new Map<string, PlannedNotification>();
  for (const bill of bills) {
    const shop = shops.get(bill.shop);
    const { reminder_message_id: message_id, reminded_at } = bill;
    if (!message_id || typeof reminded_at !== 'string' || !shop?.email) continue;
    if (DateTime.fromISO(reminded_at) < oldest) continue;
    notifications.set(message_id, {
      shop: bill.shop,
      recipient: shop.email,
      subject: `缴费提醒 Payment reminder · ${shop.name} ${shop.name_en}`,
      body: `${shop.name}：贵店有账单将于 ${bill.period_end} 到期。\n${shop.name_en}: bills of yours fall due on ${bill.period_end}.`,
      locale: shop.locale,
      kind: 'bill_reminder',
      message_id,
      status: 'sent',
      sent_at: reminded_at,
      created_at: reminded_at,
    });
  }
  return [...notifications.values()];
}
