import { createDatabase } from '@celerity/service';
import { createTestDatabase } from '@celerity/service/testing';
import { type Kysely, sql } from 'kysely';
import type { BeatDatabase } from '../database/beat-database.js';

/** A database of a test file's own, with what beat's tests do to it. */
export class TestDatabase {
  private constructor(
    readonly url: string,
    private readonly dropIt: () => Promise<void>,
    /** Sees schema `beat`, once a beat has made it. */
    readonly db: Kysely<BeatDatabase>,
  ) {}

  static async create(): Promise<TestDatabase> {
    const { url, drop } = await createTestDatabase();
    const db = createDatabase<BeatDatabase>({ databaseUrl: url, schema: 'beat', applicationName: 'test' });
    return new TestDatabase(url, drop, db);
  }

  /** Ends every session of the beats, as a restart of PostgreSQL does. */
  async disconnectBeats(): Promise<void> {
    await sql`select pg_terminate_backend(pid) from pg_stat_activity
      where datname = current_database() and application_name = 'beat'`.execute(this.db);
  }

  async drop(): Promise<void> {
    await this.db.destroy();
    await this.dropIt();
  }
}
