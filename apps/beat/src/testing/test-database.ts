import { randomBytes } from 'node:crypto';
import { createDatabase } from '@celerity/service';
import { type Kysely, sql } from 'kysely';
import type { BeatDatabase } from '../database/beat-database.js';

/** A database of a test file's own on the PostgreSQL of `DATABASE_URL`. */
export class TestDatabase {
  private constructor(
    private readonly server: string,
    private readonly name: string,
    readonly url: string,
    /** Sees schema `beat`, once a beat has made it. */
    readonly db: Kysely<BeatDatabase>,
  ) {}

  static async create(): Promise<TestDatabase> {
    const server = process.env['DATABASE_URL'];
    if (!server) throw new Error('DATABASE_URL is not set; run the tests with `npm test`');
    const name = `beat_test_${randomBytes(6).toString('hex')}`;
    await execute(server, `create database ${name}`);
    const url = new URL(server);
    url.pathname = `/${name}`;
    const db = createDatabase<BeatDatabase>({
      databaseUrl: url.href,
      schema: 'beat',
      applicationName: 'test',
    });
    return new TestDatabase(server, name, url.href, db);
  }

  /** Ends every session of the beats, as a restart of PostgreSQL does. */
  async disconnectBeats(): Promise<void> {
    await sql`select pg_terminate_backend(pid) from pg_stat_activity
      where datname = current_database() and application_name = 'beat'`.execute(this.db);
  }

  async drop(): Promise<void> {
    await this.db.destroy();
    await execute(this.server, `drop database ${this.name} with (force)`);
  }
}

async function execute(databaseUrl: string, statement: string): Promise<void> {
  const db = createDatabase<unknown>({ databaseUrl, schema: 'public', applicationName: 'test' });
  try {
    await sql.raw(statement).execute(db);
  } finally {
    await db.destroy();
  }
}
