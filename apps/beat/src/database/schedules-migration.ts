import { sql } from 'kysely';
import type { Migration } from 'kysely/migration';

/** Schedules, and the occurrences that they fired. */
export const schedulesMigration: Migration = {
  async up(db) {
    await sql`create table schedules (
      id text primary key check (id ~ '^[a-z0-9][a-z0-9_-]{0,62}$'),
      task_name text not null,
      args jsonb not null default '[]',
      kwargs jsonb not null default '{}',
      cron text not null,
      zone text not null,
      enabled boolean not null default true,
      source text not null,
      next_due_at timestamptz,
      created_at timestamptz not null default now(),
      updated_at timestamptz not null default now()
    )`.execute(db);
    await sql`create index schedules_next_due on schedules (next_due_at nulls first) where enabled`.execute(
      db,
    );

    // In the database, so that whoever edits a schedule, by whatever way, cannot leave a stale plan behind.
    await sql`create function replan_schedule() returns trigger language plpgsql as $$
      begin
        new.next_due_at := null;
        return new;
      end
    $$`.execute(db);
    await sql`create trigger replan before update on schedules for each row
      when ((old.cron, old.zone, old.enabled, old.task_name) is distinct from (new.cron, new.zone, new.enabled, new.task_name))
      execute function replan_schedule()`.execute(db);

    await sql`create table occurrences (
      schedule_id text not null references schedules on delete cascade,
      due_at timestamptz not null,
      task_id uuid not null,
      fired_at timestamptz not null default clock_timestamp(),
      published_at timestamptz,
      primary key (schedule_id, due_at)
    )`.execute(db);
    await sql`create index occurrences_outbox on occurrences (due_at) where published_at is null`.execute(db);
    await sql`create index occurrences_published on occurrences (published_at)`.execute(db);
  },
};
