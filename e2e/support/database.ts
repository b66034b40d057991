import { randomBytes } from 'node:crypto';
import { Client, type QueryResultRow } from 'pg';

/** A database of the test's own on the real server. */
export class TestDatabase {
  private constructor(
    readonly url: string,
    private readonly name: string,
    private readonly client: Client,
  ) {}

  static async create(): Promise<TestDatabase> {
    const name = `celerity_e2e_${randomBytes(5).toString('hex')}`;
    await onServer((client) => client.query(`create database ${name}`));
    const url = new URL(serverUrl());
    url.pathname = `/${name}`;
    const client = new Client({ connectionString: url.toString() });
    await client.connect();
    return new TestDatabase(url.toString(), name, client);
  }

  async rows<Row extends QueryResultRow>(sql: string, values: unknown[] = []): Promise<Row[]> {
    return (await this.client.query<Row>(sql, values)).rows;
  }

  async drop(): Promise<void> {
    await this.client.end();
    await onServer((client) => client.query(`drop database ${this.name} with (force)`));
  }
}

function serverUrl(): string {
  const url = process.env['DATABASE_URL'];
  if (!url) throw new Error('DATABASE_URL is not set; run the tests with `npm test`');
  return url;
}

async function onServer<T>(use: (client: Client) => Promise<T>): Promise<T> {
  const client = new Client({ connectionString: serverUrl() });
  await client.connect();
  try {
    return await use(client);
  } finally {
    await client.end();
  }
}
