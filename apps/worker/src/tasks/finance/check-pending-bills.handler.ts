import { createHash } from 'node:crypto';
import {
  type CheckPendingBillsInput,
  type CheckPendingBillsOutput,
  checkPendingBills,
  sendBillReminders,
} from '@celerity/contracts';
import { Kysely, sql, type Transaction } from 'kysely';
import type { TaskContext } from '../../engine/handlers/task-context.js';
import { HandlesTask, type TaskHandler } from '../../engine/handlers/task-handler.decorator.js';
import type { MallDatabase } from '../../mall/mall-database.js';
import { MallSettings } from '../../mall/mall-settings.js';
import { sumOf } from '../../mall/money.js';
import { type DueBill, splitByShops } from './reminder-batches.js';

/** Hands every due bill, once, to a task that reminds of it. */
@HandlesTask(checkPendingBills)
export class CheckPendingBillsHandler implements TaskHandler<typeof checkPendingBills> {
  constructor(
    private readonly db: Kysely<MallDatabase>,
    private readonly settings: MallSettings,
  ) {}

  run({ as_of }: CheckPendingBillsInput, context: TaskContext): Promise<CheckPendingBillsOutput> {
    return context.transaction(this.db, async (trx) => {
      const due_by = await this.dueBy(trx, as_of ?? null);
      const bills = await claimDueBills(trx, due_by, context.taskId);
      const child_task_ids: string[] = [];
      // Sent before the commit: a crash in between sends the same children again, and loses none.
      for (const [index, bill_ids] of splitByShops(bills).entries()) {
        context.signal.throwIfAborted();
        const key = `reminders:${index + 1}:${digestOf(bill_ids)}`;
        child_task_ids.push(await context.send(sendBillReminders, { bill_ids }, { key }));
      }
      const shops = new Set(bills.map(({ shop_id }) => shop_id)).size;
      context.log('due bills handed over', { bills: bills.length, shops, children: child_task_ids.length });
      return {
        bills_due: bills.length,
        shops,
        child_task_ids,
        total_amount: sumOf(bills.map(({ amount }) => amount)),
        due_by,
      };
    });
  }

  /** The day after the business date, which is today by the database's clock in the mall's zone. */
  private async dueBy(trx: Transaction<MallDatabase>, asOf: string | null): Promise<string> {
    const { rows } = await sql<{ due_by: string }>`
      select (coalesce(${asOf}::date, (now() at time zone ${this.settings.timeZone})::date) + 1)::text as due_by
    `.execute(trx);
    return rows[0]?.due_by ?? '';
  }
}

/** Bills held by another check are left to it; a claim older than an hour has come to nothing. */
async function claimDueBills(
  trx: Transaction<MallDatabase>,
  dueBy: string,
  taskId: string,
): Promise<DueBill[]> {
  const claimed = await sql<DueBill>`
    with due as (
      select id from mall.bills
      where status = 'unpaid' and reminded_at is null and period_end <= ${dueBy}::date
        and (reminder_claimed_at is null
          or reminder_claimed_at < now() - interval '1 hour'
          or reminder_claimed_by = ${taskId}::uuid)
      order by id
      for update skip locked
    )
    update mall.bills as bill
    set reminder_claimed_by = ${taskId}::uuid, reminder_claimed_at = now()
    from due where bill.id = due.id
    returning bill.id, bill.shop_id, bill.amount`.execute(trx);
  return claimed.rows;
}

/** A rerun may find other bills; the key, and so the child's id, stands for exactly these. */
function digestOf(billIds: readonly number[]): string {
  return createHash('sha256').update(billIds.join(',')).digest('hex').slice(0, 16);
}
