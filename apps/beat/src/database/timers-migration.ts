import { sql } from 'kysely';
import type { Migration } from 'kysely/migration';

/** Delayed tasks until they are due. */
export const timersMigration: Migration = {
  async up(db) {
    // `json`, not `jsonb`: it keeps every text exactly, also escapes that jsonb refuses.
    await sql`create table timers (
      task_id uuid not null,
      attempt integer not null,
      due_at timestamptz not null,
      message json not null,
      flagged boolean not null,
      claims integer not null default 0,
      lease_until timestamptz,
      primary key (task_id, attempt)
    )`.execute(db);
    // A claimed timer is next of interest when its lease ends.
    await sql`create index timers_next on timers ((coalesce(lease_until, due_at)))`.execute(db);
  },
};
