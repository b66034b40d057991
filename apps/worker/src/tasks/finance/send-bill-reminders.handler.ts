import {
  type SendBillRemindersInput,
  type SendBillRemindersOutput,
  sendBillReminders,
} from '@celerity/contracts';
import { Kysely } from 'kysely';
import type { TaskContext } from '../../engine/handlers/task-context.js';
import { HandlesTask, type TaskHandler } from '../../engine/handlers/task-handler.decorator.js';
import type { MallDatabase } from '../../mall/mall-database.js';
import { amountOf } from '../../mall/money.js';
import { readBillStates, readShopsToRemind } from './reminder-queue.js';
import { ReminderRound } from './reminder-round.js';
import { ShopReminder } from './shop-reminder.js';

/** Reminds shop after shop; what one shop's mail meets does not keep the others waiting. */
@HandlesTask(sendBillReminders)
export class SendBillRemindersHandler implements TaskHandler<typeof sendBillReminders> {
  constructor(
    private readonly db: Kysely<MallDatabase>,
    private readonly reminder: ShopReminder,
  ) {}

  async run(input: SendBillRemindersInput, context: TaskContext): Promise<SendBillRemindersOutput> {
    const billIds = [...new Set(input.bill_ids)];
    const shops = await readShopsToRemind(this.db, billIds);
    const round = new ReminderRound();
    for (const [index, shop] of shops.entries()) {
      context.signal.throwIfAborted();
      context.progress(index, shops.length, `${shop.code} ${shop.name}`);
      if (shop.email === null) round.noAddress(shop);
      else await round.attempt(shop, () => this.reminder.remind(shop.shop_id, billIds, context));
    }
    round.end();
    context.progress(shops.length, shops.length, `${round.mails} mails sent`);
    const { reminded, open } = await readBillStates(this.db, billIds);
    return {
      mails_sent: round.mails,
      bills_reminded: round.bills,
      total_amount: amountOf(round.fen),
      shops_without_email: round.withoutEmail,
      failed_shops: round.failed,
      already_reminded: reminded - round.bills,
      not_payable: billIds.length - reminded - open,
    };
  }
}
