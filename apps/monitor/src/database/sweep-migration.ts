import { sql } from 'kysely';
import type { Migration } from 'kysely/migration';

/** What the sweep needs to know: how a task was to run, and which ones it has sent again. */
export const sweepMigration: Migration = {
  async up(db) {
    await sql`alter table tasks
      add column soft_limit_ms integer,
      add column hard_limit_ms integer`.execute(db);
    await sql`create table swept_tasks (
      task_id uuid not null,
      attempt integer not null,
      times integer not null,
      swept_at timestamptz not null,
      primary key (task_id, attempt)
    )`.execute(db);
    // Of the tasks that are not final most are young or running; the sweep looks for the old that wait.
    await sql`create index tasks_waiting on tasks (seen_at) where state in ('PENDING', 'RETRY')`.execute(db);
  },
};
