import { sql } from 'kysely';
import type { Migration } from 'kysely/migration';

/** The revoked tasks, and how far the stream of revocations has been read. */
export const revocationsMigration: Migration = {
  async up(db) {
    await sql`create table revocations (
      task_id uuid primary key,
      heard_at timestamptz not null default clock_timestamp()
    )`.execute(db);
    await sql`create table revocation_position (
      stream text primary key,
      next_offset bigint not null
    )`.execute(db);
  },
};
