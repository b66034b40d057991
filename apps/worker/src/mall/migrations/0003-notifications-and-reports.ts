import { sql } from 'kysely';
import type { Migration } from 'kysely/migration';

/** Mails that were sent, and reports that were made. */
export const notificationsAndReports: Migration = {
  async up(db) {
    await sql`
      create table mall.notifications (
        id bigint generated always as identity primary key,
        recipient text not null,
        subject text not null,
        body text not null,
        locale text not null check (locale in ('zh', 'en')),
        kind text not null check (kind in ('bill_reminder', 'notification')),
        shop_id bigint references mall.shops,
        message_id text not null unique,
        task_id uuid,
        status text not null check (status = 'sent'),
        sent_at timestamptz not null default now(),
        created_at timestamptz not null default now()
      )`.execute(db);
    await sql`create index notifications_by_age on mall.notifications (created_at, id)`.execute(db);
    await sql`create index notifications_by_sending on mall.notifications (sent_at)`.execute(db);
    await sql`create index notifications_by_shop on mall.notifications (shop_id)`.execute(db);
    await sql`
      create table mall.reports (
        id bigint generated always as identity primary key,
        kind text not null check (kind in ('hourly', 'daily', 'weekly', 'monthly')),
        period_start timestamptz not null,
        period_end timestamptz not null check (period_end > period_start),
        zone text not null,
        data jsonb not null,
        generated_at timestamptz not null default now(),
        task_id uuid not null,
        unique (kind, period_start)
      )`.execute(db);
  },
};
