import { sql } from 'kysely';
import type { Migration } from 'kysely/migration';

/** Files that were exported and are still kept. */
export const exportedFiles: Migration = {
  async up(db) {
    await sql`
      create table mall.exports (
        id uuid primary key,
        export_type text not null,
        format text not null,
        filters jsonb not null,
        file_name text not null unique,
        row_count bigint not null check (row_count >= 0),
        bytes bigint not null check (bytes >= 0),
        sha256 text not null check (sha256 ~ '^[0-9a-f]{64}$'),
        created_at timestamptz not null default now(),
        expires_at timestamptz not null
      )`.execute(db);
    await sql`create index exports_by_expiry on mall.exports (expires_at)`.execute(db);
  },
};
