import { TcpProxy } from '@celerity/messaging/testing';
import { createTestDatabase } from '@celerity/service/testing';
import { Client } from 'pg';

/** A database of a test file's own, with what the monitor's tests do to it. */
export class TestDatabase {
  private readonly proxies: TcpProxy[] = [];

  private constructor(
    readonly url: string,
    private readonly dropIt: () => Promise<void>,
  ) {}

  static async create(): Promise<TestDatabase> {
    const { url, drop } = await createTestDatabase();
    return new TestDatabase(url, drop);
  }

  /** Another way to it, which a test can cut. */
  async through(): Promise<{ url: string; proxy: TcpProxy }> {
    const url = new URL(this.url);
    const proxy = await TcpProxy.to(url.hostname, Number(url.port || 5432));
    this.proxies.push(proxy);
    url.hostname = '127.0.0.1';
    url.port = String(proxy.port);
    return { url: url.href, proxy };
  }

  query<Row = Record<string, unknown>>(text: string, values: unknown[] = []): Promise<Row[]> {
    return query<Row>(this.url, text, values);
  }

  /** Ends every connection of the services, as a restart of PostgreSQL does. */
  async cutConnections(): Promise<number> {
    const ended = await this.query(
      `select pg_terminate_backend(pid) from pg_stat_activity
        where datname = current_database() and pid <> pg_backend_pid() and application_name like 'monitor%'`,
    );
    return ended.length;
  }

  async drop(): Promise<void> {
    await Promise.all(this.proxies.map((proxy) => proxy.close()));
    await this.dropIt();
  }
}

async function query<Row>(url: string, text: string, values: unknown[] = []): Promise<Row[]> {
  const client = new Client({ connectionString: url });
  await client.connect();
  try {
    return (await client.query(text, values)).rows as Row[];
  } finally {
    await client.end();
  }
}
