import { randomBytes } from 'node:crypto';
import { createDatabase } from '@celerity/service';
import { sql } from 'kysely';

/** A database of a test file's own on the PostgreSQL of `DATABASE_URL`. */
export interface TestDatabase {
  readonly url: string;
  drop(): Promise<void>;
}

export async function createTestDatabase(): Promise<TestDatabase> {
  const server = process.env['DATABASE_URL'];
  if (!server) throw new Error('DATABASE_URL is not set; run the tests with `npm test`');
  const name = `gateway_test_${randomBytes(6).toString('hex')}`;
  await execute(server, `create database ${name}`);
  const url = new URL(server);
  url.pathname = `/${name}`;
  return { url: url.href, drop: () => execute(server, `drop database ${name} with (force)`) };
}

async function execute(databaseUrl: string, statement: string): Promise<void> {
  const db = createDatabase<unknown>({
    databaseUrl,
    schema: 'public',
    applicationName: 'test',
    maxConnections: 1,
  });
  try {
    await sql.raw(statement).execute(db);
  } finally {
    await db.destroy();
  }
}
