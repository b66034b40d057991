import { sql } from 'kysely';
import type { Migration } from 'kysely/migration';

/** The shared cache, unless Redis is. */
export const cacheEntries: Migration = {
  async up(db) {
    await sql`
      create table mall.cache_entries (
        key text primary key,
        value text not null,
        expires_at timestamptz
      )`.execute(db);
    await sql`create index cache_entries_by_expiry on mall.cache_entries (expires_at)`.execute(db);
  },
};
