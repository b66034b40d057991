import type { NotificationFilters } from '@celerity/contracts';
import { sql } from 'kysely';
import { column, endOfDay, type ExportSource, given, startOfDay } from '../export-source.js';

export const notificationsSource: ExportSource<NotificationFilters> = {
  columns: [
    column('notification_id', 'integer', sql`n.id`),
    column('shop_code', 'text', sql`s.code`),
    column('recipient', 'text', sql`n.recipient`),
    column('subject', 'text', sql`n.subject`),
    column('body', 'text', sql`n.body`),
    column('locale', 'text', sql`n.locale`),
    column('kind', 'text', sql`n.kind`),
    column('status', 'text', sql`n.status`),
    column('message_id', 'text', sql`n.message_id`),
    column('sent_at', 'time', sql`n.sent_at`),
  ],
  from: sql`mall.notifications n left join mall.shops s on s.id = n.shop_id`,
  order: sql`n.id`,
  where: ({ shop_code, kind, recipient, sent_from, sent_to }, zone) => [
    ...given(shop_code, (code) => sql`s.code = ${code}`),
    ...given(kind, (name) => sql`n.kind = ${name}`),
    ...given(recipient, (address) => sql`n.recipient = ${address}`),
    ...given(sent_from, (day) => sql`n.sent_at >= ${startOfDay(day, zone)}`),
    ...given(sent_to, (day) => sql`n.sent_at < ${endOfDay(day, zone)}`),
  ],
};
