import { leaseMigrations, positionsMigration, type Migrations } from '@celerity/service';
import { sql } from 'kysely';
import { POSITIONS } from './bridge-database.js';

/** The schema's history. A released migration is never edited; a new one is added. */
export const bridgeMigrations: Migrations = {
  ...leaseMigrations,
  '0001_positions': positionsMigration(POSITIONS),
  '0002_generation': {
    async up(db) {
      await sql`alter table positions add column generation integer not null default 1`.execute(db);
    },
  },
};
