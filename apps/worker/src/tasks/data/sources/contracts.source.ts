import type { ContractFilters } from '@celerity/contracts';
import { sql } from 'kysely';
import { column, type ExportSource, given } from '../export-source.js';

export const contractsSource: ExportSource<ContractFilters> = {
  columns: [
    column('contract_id', 'integer', sql`c.id`),
    column('shop_code', 'text', sql`s.code`),
    column('shop_name', 'text', sql`s.name`),
    column('shop_name_en', 'text', sql`s.name_en`),
    column('unit', 'text', sql`c.unit`),
    column('area_m2', 'amount', sql`c.area_m2`),
    column('monthly_rent', 'amount', sql`c.monthly_rent`),
    column('starts_on', 'day', sql`c.starts_on`),
    column('ends_on', 'day', sql`c.ends_on`),
    column('status', 'text', sql`c.status`),
  ],
  from: sql`mall.contracts c join mall.shops s on s.id = c.shop_id`,
  order: sql`c.id`,
  where: ({ shop_code, status, starts_from, starts_to, ends_from, ends_to }) => [
    ...given(shop_code, (code) => sql`s.code = ${code}`),
    ...given(status, (name) => sql`c.status = ${name}`),
    ...given(starts_from, (day) => sql`c.starts_on >= ${day}::date`),
    ...given(starts_to, (day) => sql`c.starts_on <= ${day}::date`),
    ...given(ends_from, (day) => sql`c.ends_on >= ${day}::date`),
    ...given(ends_to, (day) => sql`c.ends_on <= ${day}::date`),
  ],
};
