import { sql } from 'kysely';
import type { Migrations } from '../postgres/migration-runner.js';

/**
 * The `leases` table; spread it into the migrations of a service that elects a leader. The unique key over
 * (name, term) has a purpose besides uniqueness: PostgreSQL locks a row harder when an update changes a
 * key, so a takeover (new term) waits for fenced transactions while a renewal (same term) does not.
 */
export const leaseMigrations: Migrations = {
  '0000_leases': {
    async up(db) {
      await sql`create table leases (
        name text primary key,
        holder text not null,
        term bigint not null,
        expires_at timestamptz not null,
        unique (name, term)
      )`.execute(db);
    },
  },
};
