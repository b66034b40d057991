import type { ShopFilters } from '@celerity/contracts';
import { sql } from 'kysely';
import { column, type ExportSource, given } from '../export-source.js';

export const shopsSource: ExportSource<ShopFilters> = {
  columns: [
    column('shop_code', 'text', sql`s.code`),
    column('name', 'text', sql`s.name`),
    column('name_en', 'text', sql`s.name_en`),
    column('floor', 'text', sql`s.floor`),
    column('category', 'text', sql`s.category`),
    column('contact_name', 'text', sql`s.contact_name`),
    column('email', 'text', sql`s.email`),
    column('locale', 'text', sql`s.locale`),
    column('created_at', 'time', sql`s.created_at`),
  ],
  from: sql`mall.shops s`,
  order: sql`s.id`,
  where: ({ shop_code, category, floor, locale, has_email }) => [
    ...given(shop_code, (code) => sql`s.code = ${code}`),
    ...given(category, (name) => sql`s.category = ${name}`),
    ...given(floor, (name) => sql`s.floor = ${name}`),
    ...given(locale, (name) => sql`s.locale = ${name}`),
    ...given(has_email, (has) => sql`(s.email is not null) = ${has}::boolean`),
  ],
};
