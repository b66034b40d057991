import { MAX_BILLS_PER_REMINDER_TASK } from '@celerity/contracts';

/** A bill that is to be reminded of. */
export interface DueBill {
  readonly id: string;
  readonly shop_id: string;
  readonly amount: string;
}

/** Most shops that one `send_bill_reminders` task writes to. */
export const SHOPS_PER_TASK = 50;

/** Splits bills into lists of ids, a shop's bills together, in an order that depends on the bills alone. */
export function splitByShops(bills: readonly DueBill[]): number[][] {
  const byShop = new Map<string, number[]>();
  for (const { id, shop_id } of bills) byShop.set(shop_id, [...(byShop.get(shop_id) ?? []), Number(id)]);
  const shops = [...byShop]
    .sort(([a], [b]) => Number(a) - Number(b))
    .map(([, ids]) => ids.sort((a, b) => a - b));
  const batches: number[][] = [];
  let batch: number[] = [];
  let shopsInBatch = 0;
  for (const ids of shops.flatMap(inParts)) {
    if (shopsInBatch === SHOPS_PER_TASK || batch.length + ids.length > MAX_BILLS_PER_REMINDER_TASK) {
      batches.push(batch);
      batch = [];
      shopsInBatch = 0;
    }
    batch.push(...ids);
    shopsInBatch += 1;
  }
  return batch.length > 0 ? [...batches, batch] : batches;
}

/** A shop with more bills than one task may take gets several mails. */
function inParts(ids: readonly number[]): number[][] {
  return Array.from({ length: Math.ceil(ids.length / MAX_BILLS_PER_REMINDER_TASK) }, (_, i) =>
    ids.slice(i * MAX_BILLS_PER_REMINDER_TASK, (i + 1) * MAX_BILLS_PER_REMINDER_TASK),
  );
}
