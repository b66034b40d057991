import { createTestDatabase } from '@celerity/service/testing';
import { Client, type QueryResultRow } from 'pg';

/** A database of the test's own on the real server, and a look into it. */
export class TestDatabase {
  private constructor(
    readonly url: string,
    private readonly dropIt: () => Promise<void>,
    private readonly client: Client,
  ) {}

  static async create(): Promise<TestDatabase> {
    const { url, drop } = await createTestDatabase();
    const client = new Client({ connectionString: url });
    await client.connect();
    return new TestDatabase(url, drop, client);
  }

  async rows<Row extends QueryResultRow>(sql: string, values: unknown[] = []): Promise<Row[]> {
    return (await this.client.query<Row>(sql, values)).rows;
  }

  async drop(): Promise<void> {
    await this.client.end();
    await this.dropIt();
  }
}
