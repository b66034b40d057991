import { setTimeout as delay } from 'node:timers/promises';
import { Logger } from '@nestjs/common';
import { Kysely, PostgresDialect, sql } from 'kysely';
import { DEFAULT_MIGRATION_TABLE, Migrator, type Migration } from 'kysely/migration';
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

/** Stands for what a newer version has run; it is never run here. */
const ALREADY_RUN: Migration = { up: () => Promise.resolve() };

const FIRST_WAIT_MS = 200;
const LONGEST_WAIT_MS = 3_000;
const REPORT_EVERY_MS = 3_000;

/**
 * Brings a service's schema up to date, waiting for a database that is not there yet. A schema that a newer version
 * has migrated is taken as it is, so that an old replica can still restart in a rolling deploy or after a rollback.
 */
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
      const newer = await this.newerMigrations(db);
      if (newer.length > 0)
        this.logger.warn(
          `schema ${this.options.schema} was migrated by a newer version (${newer.join(', ')}): used as it is`,
        );
      const { error, results = [] } = await this.migrator(db, newer).migrateToLatest();
      if (error) throw error;
      const names = results.map(({ migrationName }) => migrationName);
      if (names.length > 0) this.logger.log(`schema ${this.options.schema}: ran ${names.join(', ')}`);
      return names;
    } finally {
      await db.destroy();
    }
  }

  private migrator(db: Kysely<unknown>, newer: readonly string[]): Migrator {
    const { schema, migrations } = this.options;
    const known = Object.fromEntries(newer.map((name) => [name, ALREADY_RUN]));
    return new Migrator({
      db,
      provider: { getMigrations: () => Promise.resolve({ ...known, ...migrations }) },
      migrationTableSchema: schema,
      // Two branches may each have added one, and a database may have run the later name first.
      allowUnorderedMigrations: true,
    });
  }

  /** Names that have run in the schema and that this version does not know. */
  private async newerMigrations(db: Kysely<unknown>): Promise<string[]> {
    const { schema, migrations } = this.options;
    const table = `${schema}.${DEFAULT_MIGRATION_TABLE}`;
    const { rows: found } = await sql<{
      table: string | null;
    }>`select to_regclass(${table}) as table`.execute(db);
    if (!found[0]?.table) return [];
    const { rows } = await sql<{ name: string }>`select name from ${sql.table(table)} order by name`.execute(
      db,
    );
    return rows.map(({ name }) => name).filter((name) => !Object.hasOwn(migrations, name));
  }

  /** A connection of its own: a migration may run longer than the service's statement timeout. */
  private open(): Kysely<unknown> {
    const pool = openPool({ ...connectionOptions(this.options), max: 1 }, this.logger);
    return new Kysely<unknown>({ dialect: new PostgresDialect({ pool }) });
  }
}
