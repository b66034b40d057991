import { sql } from 'kysely';
import type { Migration } from 'kysely/migration';

/** Dead letters, and what was done with them. */
export const deadLettersMigration: Migration = {
  async up(db) {
    await sql`create table dead_letters (
      id uuid primary key,
      -- What a message delivered again has in common with the one that was stored.
      fingerprint text not null unique,
      task_id uuid,
      task_name text,
      queue text not null,
      cause text not null,
      attempts integer not null,
      first_error json,
      last_error json,
      -- To the millisecond, as cursors say it.
      arrived_at timestamptz not null default date_trunc('milliseconds', clock_timestamp()),
      arrivals integer not null default 1,
      content_type text,
      headers json not null,
      body bytea not null,
      size_bytes bigint not null,
      -- The task as it was decoded; null when it cannot be.
      message json,
      state text not null default 'open',
      resolved_by text,
      resolved_at timestamptz
    )`.execute(db);
    await sql`create index dead_letters_newest on dead_letters (arrived_at desc, id desc)`.execute(db);
    await sql`create index dead_letters_open on dead_letters (arrived_at, id) where state = 'open'`.execute(
      db,
    );
    await sql`create table dead_letter_replays (
      dead_letter_id uuid not null references dead_letters,
      replay integer not null,
      task_id uuid not null,
      task_name text not null,
      args json not null,
      kwargs json not null,
      edited boolean not null,
      replayed_by text not null,
      replayed_at timestamptz not null default clock_timestamp(),
      -- Null until the broker has confirmed the task and the journal's entries.
      sent_at timestamptz,
      primary key (dead_letter_id, replay)
    )`.execute(db);
    await sql`create index dead_letter_replays_unsent on dead_letter_replays (replayed_at)
      where sent_at is null`.execute(db);
  },
};
