import Handlebars from 'handlebars';
import { BILL_KINDS } from '../../mall/bill-kinds.js';
import type { BillKind, Locale } from '../../mall/mall-database.js';
import { MALL } from '../../mall/mall-identity.js';
import { formatAmount, sumOf } from '../../mall/money.js';
import { HTML_TEMPLATE } from './reminder-html.template.js';
import { TEXT_TEMPLATE } from './reminder-text.template.js';

/** The shop that is written to. */
export interface RemindedShop {
  readonly code: string;
  readonly name: string;
  readonly name_en: string;
  readonly contact_name: string;
  readonly locale: Locale;
}

/** A bill as the mail lists it; dates are `YYYY-MM-DD`. */
export interface ListedBill {
  readonly id: string;
  readonly kind: BillKind;
  readonly period_start: string;
  readonly period_end: string;
  readonly amount: string;
}

/** The mail's words. */
export interface ReminderMail {
  readonly subject: string;
  readonly text: string;
  readonly html: string;
}

// Names are escaped in HTML and taken literally in text; a misspelt variable is an error, not a gap.
const html = Handlebars.compile(HTML_TEMPLATE, { strict: true });
const text = Handlebars.compile(TEXT_TEMPLATE, { strict: true, noEscape: true });

/** Writes one mail, in both languages, that lists all the given bills; the shop's own language comes first. */
export function renderReminder(
  shop: RemindedShop,
  bills: readonly ListedBill[],
  today: string,
): ReminderMail {
  const total = formatAmount(sumOf(bills.map(({ amount }) => amount)));
  const view = {
    mall: MALL,
    shop,
    today,
    total,
    count: bills.length,
    oneBill: bills.length === 1,
    anyOverdue: bills.some(({ period_end }) => period_end < today),
    englishFirst: shop.locale === 'en',
    bills: bills.map((bill, index) => ({
      ...bill,
      number: index + 1,
      kind: BILL_KINDS[bill.kind],
      amount: formatAmount(bill.amount),
      overdue: bill.period_end < today,
    })),
  };
  const zh = `缴费提醒：${shop.name}（${shop.code}）${bills.length} 笔账单，合计 ${total}`;
  const en = `Payment reminder: ${bills.length} ${bills.length === 1 ? 'bill' : 'bills'}, ${total}`;
  return {
    subject: shop.locale === 'en' ? `${en} · ${shop.name_en} (${shop.code}) · 缴费提醒` : `${zh} · ${en}`,
    text: text(view),
    html: html(view),
  };
}
