import { createHash } from 'node:crypto';

/** A bill as far as it makes a reminder what it is. */
export interface RemindedBill {
  readonly id: string;
  readonly amount: string;
  readonly period_end: string;
}

/** The Message-ID of a task's one mail: the same for every attempt. */
export function taskMessageId(idempotencyKey: string, domain: string): string {
  return `<task.${idempotencyKey}@${domain}>`;
}

/** The Message-ID of a reminder: the same shop and the same bills, in whatever order, give the same one. */
export function reminderMessageId(shopCode: string, bills: readonly RemindedBill[], domain: string): string {
  const hash = createHash('sha256').update(shopCode);
  const lines = bills.map(({ id, amount, period_end }) => `\n${id} ${amount} ${period_end}`);
  for (const line of lines.sort()) hash.update(line);
  return `<reminder.${hash.digest('hex').slice(0, 40)}@${domain}>`;
}
