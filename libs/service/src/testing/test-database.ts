import { randomBytes } from 'node:crypto';
import { Client } from 'pg';

/** A database of a test file's own on the PostgreSQL of `DATABASE_URL`. */
export interface TestDatabase {
  readonly url: string;
  drop(): Promise<void>;
}

/** Creates it; fails with the remedy when there is no server to create it on. */
export async function createTestDatabase(): Promise<TestDatabase> {
  const server = process.env['DATABASE_URL'];
  if (!server) throw new Error('DATABASE_URL is not set; run the tests with `npm test`');
  const name = `celerity_test_${randomBytes(6).toString('hex')}`;
  await execute(server, `create database ${name}`);
  const url = new URL(server);
  url.pathname = `/${name}`;
  return { url: url.href, drop: () => execute(server, `drop database ${name} with (force)`) };
}

async function execute(url: string, statement: string): Promise<void> {
  const client = new Client({ connectionString: url });
  await client.connect();
  try {
    await client.query(statement);
  } finally {
    await client.end();
  }
}
