import { sql } from 'kysely';
import type { Migration } from 'kysely/migration';

/** Everything that a schedule can say beside its cron expression, its audit trail, and how its instants ended. */
export const scheduleRulesMigration: Migration = {
  async up(db) {
    await sql`alter table schedules
      alter column cron drop not null,
      add column description text,
      add column every_seconds double precision,
      add column once_at timestamptz,
      add column starts_at timestamptz,
      add column ends_at timestamptz,
      add column priority smallint,
      add column queue text,
      add column expires_seconds double precision,
      add column misfire text not null default 'fire_once',
      add column misfire_max integer,
      add column overlap text not null default 'allow',
      add column jitter_seconds double precision not null default 0,
      add column version integer not null default 1,
      add column problem text,
      add column missed_count integer not null default 0,
      add column skipped_count integer not null default 0,
      add column shipped jsonb,
      add column deleted_at timestamptz,
      add constraint one_rule check (num_nonnulls(cron, every_seconds, once_at) = 1)`.execute(db);

    // Whoever edits a rule and plans it leaves a plan that differs; whoever only edits leaves none behind.
    await sql`drop trigger replan on schedules`.execute(db);
    await sql`create trigger replan before update on schedules for each row
      when (old.next_due_at is not distinct from new.next_due_at
        and (old.cron, old.zone, old.enabled, old.task_name, old.every_seconds, old.once_at, old.starts_at, old.ends_at)
          is distinct from
          (new.cron, new.zone, new.enabled, new.task_name, new.every_seconds, new.once_at, new.starts_at, new.ends_at))
      execute function replan_schedule()`.execute(db);
    await sql`drop index schedules_next_due`.execute(db);
    await sql`create index schedules_next_due on schedules (next_due_at nulls first)
      where enabled and deleted_at is null`.execute(db);

    await sql`alter table occurrences
      add column state text not null default 'due' check (state in ('due', 'held', 'skipped')),
      add column send_at timestamptz`.execute(db);
    await sql`drop index occurrences_outbox`.execute(db);
    await sql`create index occurrences_outbox on occurrences (due_at)
      where published_at is null and state = 'due'`.execute(db);
    await sql`create index occurrences_held on occurrences (schedule_id, due_at) where state = 'held'`.execute(
      db,
    );

    await sql`create table schedule_changes (
      id bigint generated always as identity primary key,
      schedule_id text not null,
      at timestamptz not null default clock_timestamp(),
      actor text not null,
      action text not null,
      version integer not null,
      before jsonb,
      after jsonb
    )`.execute(db);
    await sql`create index schedule_changes_trail on schedule_changes (schedule_id, id)`.execute(db);
  },
};
