import { setTimeout as delay } from 'node:timers/promises';
import { Logger } from '@nestjs/common';
import { Kysely, PostgresDialect } from 'kysely';
import { Migrator, type Migration } from 'kysely/migration';
import { connectionOptions, type PostgresConnection } from './connection-options.js';
import { describeError } from '../errors/describe-error.js';
import { databaseStartupError, isDatabaseUnavailable } from './database-failure.js';
import { openPool } from './open-pool.js';

/** A service's migrations by name; they run in the alphabetical order of their names. */
export type Migrations = Readonly<Record<string, Migration>>;

/** What to migrate, and where. */
export interface MigrationOptions extends PostgresConnection {
  readonly migrations: Migrations;
}

const FIRST_WAIT_MS = 200;
const LONGEST_WAIT_MS = 3_000;
const REPORT_EVERY_MS = 3_000;

/** Brings a service's schema up to date, waiting for a database that is not there yet. */
export class MigrationRunner {
  private readonly logger = new Logger('Migrations');

  constructor(private readonly options: MigrationOptions) {}

  /**
   * Runs what is pending and returns the names that were run here. Replicas may call it at the same time:
   * Kysely's advisory lock lets one work while the others wait.
   * @throws StartupError when waiting cannot help (wrong password, no such database, a failing migration).
   */
  async run(signal?: AbortSignal): Promise<string[]> {
    let wait = FIRST_WAIT_MS;
    let reportedAt = -Infinity;
    for (;;) {
      try {
        return await this.migrate();
      } catch (error) {
        if (!isDatabaseUnavailable(error)) throw databaseStartupError(error);
        if (performance.now() - reportedAt >= REPORT_EVERY_MS) {
          reportedAt = performance.now();
          this.logger.warn(`waiting for PostgreSQL of DATABASE_URL (${describeError(error)})`);
        }
      }
      await delay(wait, undefined, { signal });
      wait = Math.min(wait * 2, LONGEST_WAIT_MS);
    }
  }

  private async migrate(): Promise<string[]> {
    const db = this.open();
    try {
      const { error, results = [] } = await this.migrator(db).migrateToLatest();
      if (error) throw error;
      const names = results.map(({ migrationName }) => migrationName);
      if (names.length > 0) this.logger.log(`schema ${this.options.schema}: ran ${names.join(', ')}`);
      return names;
    } finally {
      await db.destroy();
    }
  }

  private migrator(db: Kysely<unknown>): Migrator {
    const { schema, migrations } = this.options;
    return new Migrator({
      db,
      provider: { getMigrations: () => Promise.resolve({ ...migrations }) },
      migrationTableSchema: schema,
    });
  }

  /** A connection of its own: a migration may run longer than the service's statement timeout. */
  private open(): Kysely<unknown> {
    const pool = openPool({ ...connectionOptions(this.options), max: 1 }, this.logger);
    return new Kysely<unknown>({ dialect: new PostgresDialect({ pool }) });
  }
}
