import { createDatabase, MigrationRunner } from '@celerity/service';
import { createTestDatabase } from '@celerity/service/testing';
import { Logger } from '@nestjs/common';
import { type Kysely, sql } from 'kysely';
import type { MallDatabase } from '../mall/mall-database.js';
import { MallSettings } from '../mall/mall-settings.js';
import { mallMigrations } from '../mall/migrations/index.js';
import { seedMall } from '../mall/seed/seed-mall.js';
import { Mailer } from '../mall/mail/mailer.js';
import { SmtpTestServer } from './smtp-test-server.js';

export const ZONE = 'Asia/Shanghai';

/** A mall of a test file's own: a database on the real server, migrated, and an SMTP server. */
export class TestMall {
  readonly settings: MallSettings;
  readonly mailer: Mailer;

  private constructor(
    readonly url: string,
    readonly db: Kysely<MallDatabase>,
    readonly smtp: SmtpTestServer,
    private readonly drop: () => Promise<void>,
  ) {
    this.settings = new MallSettings(smtp.url, 'finance@starlight.example', ZONE);
    this.mailer = new Mailer(this.settings);
  }

  static async create(): Promise<TestMall> {
    Logger.overrideLogger(false);
    const { url, drop } = await createTestDatabase();
    const connection = { databaseUrl: url, schema: 'mall', applicationName: 'mall-test' };
    await new MigrationRunner({ ...connection, migrations: mallMigrations }).run();
    const db = createDatabase<MallDatabase>(connection);
    return new TestMall(url, db, await SmtpTestServer.start(), drop);
  }

  /** Today in the mall, by the database's clock. */
  async today(): Promise<string> {
    const { rows } = await sql<{
      today: string;
    }>`select (now() at time zone ${ZONE})::date::text as today`.execute(this.db);
    return rows[0]?.today ?? '';
  }

  /** Fills the mall with the example data as of today. */
  async seed(): Promise<string> {
    const today = await this.today();
    await seedMall(this.db, today, ZONE);
    return today;
  }

  async close(): Promise<void> {
    this.mailer.onApplicationShutdown();
    await this.db.destroy();
    await this.smtp.close();
    await this.drop();
  }
}
