import { sql } from 'kysely';
import type { Migration } from 'kysely/migration';

/** Bills and what is known of their reminders. */
export const bills: Migration = {
  async up(db) {
    await sql`
      create table mall.bills (
        id bigint generated always as identity primary key,
        shop_id bigint not null references mall.shops,
        contract_id bigint not null references mall.contracts,
        kind text not null check (kind in ('rent', 'utilities', 'service')),
        period_start date not null,
        period_end date not null check (period_end >= period_start),
        amount numeric(14,2) not null check (amount >= 0),
        currency char(3) not null default 'CNY' check (currency = 'CNY'),
        status text not null check (status in ('unpaid', 'paid', 'void')),
        issued_on date not null,
        paid_at timestamptz,
        reminder_claimed_by uuid,
        reminder_claimed_at timestamptz,
        reminded_at timestamptz,
        reminder_message_id text,
        check ((status = 'paid') = (paid_at is not null)),
        check ((reminder_claimed_by is null) = (reminder_claimed_at is null)),
        check ((reminded_at is null) = (reminder_message_id is null))
      )`.execute(db);
    // What check_pending_bills looks for every minute: small however many bills there are.
    await sql`
      create index bills_to_remind on mall.bills (period_end)
      where status = 'unpaid' and reminded_at is null`.execute(db);
    await sql`create index bills_unpaid on mall.bills (period_end) where status = 'unpaid'`.execute(db);
    await sql`create index bills_by_payment on mall.bills (paid_at) where status = 'paid'`.execute(db);
    await sql`create index bills_by_issue on mall.bills (issued_on)`.execute(db);
    await sql`create index bills_by_shop on mall.bills (shop_id, period_start)`.execute(db);
    await sql`create index bills_by_contract on mall.bills (contract_id)`.execute(db);
  },
};
