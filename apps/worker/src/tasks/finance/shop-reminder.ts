import { Injectable } from '@nestjs/common';
import { Kysely, sql, type Transaction } from 'kysely';
import type { TaskContext } from '../../engine/handlers/task-context.js';
import { Mailer, type OutgoingMail } from '../../mall/mail/mailer.js';
import { reminderMessageId } from '../../mall/mail/message-id.js';
import type { MallDatabase } from '../../mall/mall-database.js';
import { MallSettings } from '../../mall/mall-settings.js';
import { sumOf } from '../../mall/money.js';
import { type ListedBill, type RemindedShop, renderReminder } from './reminder-mail.js';

/** What one shop was reminded of; no bills when another task came first. */
export interface ShopReminded {
  readonly bills: number;
  readonly amount: string;
}

interface AddressedShop extends RemindedShop {
  readonly id: string;
  readonly email: string;
}

/** Reminds one shop: one transaction, one mail. */
@Injectable()
export class ShopReminder {
  constructor(
    private readonly db: Kysely<MallDatabase>,
    private readonly mailer: Mailer,
    private readonly settings: MallSettings,
  ) {}

  /**
   * Locks the shop's bills, sends the mail, marks the bills, commits. A crash after the mail leaves the bills
   * unmarked; the mail then goes once more, with the same Message-ID.
   */
  remind(shopId: string, billIds: readonly number[], context: TaskContext): Promise<ShopReminded> {
    return this.db.transaction().execute(async (trx) => {
      const bills = await lockBills(trx, shopId, billIds);
      if (bills.length === 0) return { bills: 0, amount: '0.00' };
      const shop = await readShop(trx, shopId);
      const mail = await this.write(trx, shop, bills);
      await this.mailer.send(mail, context.signal);
      await markReminded(trx, bills, mail.messageId);
      await noteNotification(trx, shop, mail, context.taskId);
      return { bills: bills.length, amount: sumOf(bills.map(({ amount }) => amount)) };
    });
  }

  private async write(
    trx: Transaction<MallDatabase>,
    shop: AddressedShop,
    bills: readonly ListedBill[],
  ): Promise<OutgoingMail> {
    const { rows } = await sql<{ today: string }>`
      select (now() at time zone ${this.settings.timeZone})::date::text as today`.execute(trx);
    const messageId = reminderMessageId(shop.code, bills, this.mailer.domain);
    return { messageId, to: shop.email, ...renderReminder(shop, bills, rows[0]?.today ?? '') };
  }
}

/**
 * Waits for whoever holds a bill: another reminder, after which it is marked and falls out here, or the
 * check that has sent this task and is about to commit. Skipping locked bills would lose the latter's.
 */
async function lockBills(
  trx: Transaction<MallDatabase>,
  shopId: string,
  billIds: readonly number[],
): Promise<ListedBill[]> {
  const locked = await sql<ListedBill>`
    select id, kind, period_start::text, period_end::text, amount from mall.bills
    where shop_id = ${shopId} and id = any(${billIds}::bigint[]) and status = 'unpaid' and reminded_at is null
    order by id
    for update`.execute(trx);
  return locked.rows.sort((a, b) => a.period_end.localeCompare(b.period_end) || Number(a.id) - Number(b.id));
}

async function readShop(trx: Transaction<MallDatabase>, shopId: string): Promise<AddressedShop> {
  return trx
    .selectFrom('mall.shops')
    .select(['id', 'code', 'name', 'name_en', 'contact_name', 'locale'])
    .select(sql<string>`trim(email)`.as('email'))
    .where('id', '=', shopId)
    .executeTakeFirstOrThrow();
}

async function markReminded(
  trx: Transaction<MallDatabase>,
  bills: readonly ListedBill[],
  messageId: string,
): Promise<void> {
  await sql`
    update mall.bills set reminded_at = clock_timestamp(), reminder_message_id = ${messageId}
    where id = any(${bills.map(({ id }) => id)}::bigint[])`.execute(trx);
}

async function noteNotification(
  trx: Transaction<MallDatabase>,
  shop: AddressedShop,
  { messageId, to, subject, text }: OutgoingMail,
  taskId: string,
): Promise<void> {
  const sent_at = new Date();
  await trx
    .insertInto('mall.notifications')
    .values({
      ...{ recipient: to, subject, body: text, locale: shop.locale, kind: 'bill_reminder', status: 'sent' },
      ...{ shop_id: shop.id, message_id: messageId, task_id: taskId, sent_at },
    })
    // Someone has set the bills back to unreminded: the same mail was sent again.
    .onConflict((conflict) => conflict.column('message_id').doUpdateSet({ sent_at, task_id: taskId }))
    .execute();
}
