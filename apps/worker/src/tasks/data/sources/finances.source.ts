import type { FinanceFilters } from '@celerity/contracts';
import { sql } from 'kysely';
import { column, endOfDay, type ExportSource, given, startOfDay } from '../export-source.js';

export const financesSource: ExportSource<FinanceFilters> = {
  columns: [
    column('bill_id', 'integer', sql`b.id`),
    column('shop_code', 'text', sql`s.code`),
    column('shop_name', 'text', sql`s.name`),
    column('shop_name_en', 'text', sql`s.name_en`),
    column('category', 'text', sql`s.category`),
    column('contract_id', 'integer', sql`b.contract_id`),
    column('kind', 'text', sql`b.kind`),
    column('period_start', 'day', sql`b.period_start`),
    column('period_end', 'day', sql`b.period_end`),
    column('amount', 'amount', sql`b.amount`),
    column('currency', 'text', sql`b.currency`),
    column('status', 'text', sql`b.status`),
    column('issued_on', 'day', sql`b.issued_on`),
    column('paid_at', 'time', sql`b.paid_at`),
    column('reminded_at', 'time', sql`b.reminded_at`),
  ],
  from: sql`mall.bills b join mall.shops s on s.id = b.shop_id`,
  order: sql`b.id`,
  where: (filters, zone) => [
    ...given(filters.shop_code, (code) => sql`s.code = ${code}`),
    ...given(filters.status, (name) => sql`b.status = ${name}`),
    ...given(filters.kind, (name) => sql`b.kind = ${name}`),
    ...given(filters.issued_from, (day) => sql`b.issued_on >= ${day}::date`),
    ...given(filters.issued_to, (day) => sql`b.issued_on <= ${day}::date`),
    ...given(filters.due_from, (day) => sql`b.period_end >= ${day}::date`),
    ...given(filters.due_to, (day) => sql`b.period_end <= ${day}::date`),
    ...given(filters.paid_from, (day) => sql`b.paid_at >= ${startOfDay(day, zone)}`),
    ...given(filters.paid_to, (day) => sql`b.paid_at < ${endOfDay(day, zone)}`),
    ...given(filters.min_amount, (amount) => sql`b.amount >= ${amount}::numeric`),
    ...given(filters.max_amount, (amount) => sql`b.amount <= ${amount}::numeric`),
  ],
};
