import { createDatabase, MigrationRunner } from '@celerity/service';
import { sql } from 'kysely';
import type { MallDatabase } from '../mall-database.js';
import { mallMigrations } from '../migrations/index.js';
import { makeBillsDueAgain } from './due-again.js';
import { seedMall, type SeedSummary } from './seed-mall.js';
import type { SeedOptions } from './seed-options.js';

/** What the seed command prints. */
export interface SeedReport extends SeedSummary {
  readonly today: string;
  readonly due_again: number;
  /** Unpaid bills without a reminder that fall due by tomorrow. */
  readonly bills_to_remind: number;
  readonly ms: number;
}

/** Migrates the `mall` schema, then fills it, or makes bills due again in one that is filled. */
export async function runSeed(databaseUrl: string, zone: string, options: SeedOptions): Promise<SeedReport> {
  const connection = { databaseUrl, schema: 'mall', applicationName: 'celerity-seed' };
  const startedAt = performance.now();
  await new MigrationRunner({ ...connection, migrations: mallMigrations }).run();
  const db = createDatabase<MallDatabase>({ ...connection, maxConnections: 1 });
  try {
    const clock = await sql<{
      today: string;
    }>`select (now() at time zone ${zone})::date::text as today`.execute(db);
    const today = options.today ?? clock.rows[0]?.today ?? '';
    const summary = await seedMall(db, today, zone);
    const due_again = summary.seeded ? 0 : await makeBillsDueAgain(db, options.dueAgain, today);
    const waiting = await sql<{ n: number }>`
      select count(*)::int as n from mall.bills
      where status = 'unpaid' and reminded_at is null and period_end <= ${today}::date + 1`.execute(db);
    return {
      ...summary,
      bills: summary.bills + due_again,
      today,
      due_again,
      bills_to_remind: waiting.rows[0]?.n ?? 0,
      ms: Math.round(performance.now() - startedAt),
    };
  } finally {
    await db.destroy();
  }
}
