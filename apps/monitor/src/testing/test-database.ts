import { randomBytes } from 'node:crypto';
import { TcpProxy } from '@celerity/messaging/testing';
import { Client } from 'pg';

/** A database of a test file's own. */
export class TestDatabase {
  private readonly proxies: TcpProxy[] = [];

  private constructor(
    private readonly server: string,
    private readonly name: string,
  ) {}

  static async create(): Promise<TestDatabase> {
    const server = process.env['DATABASE_URL'];
    if (!server) throw new Error('DATABASE_URL is not set; run the tests with `npm test`');
    const name = `monitor_test_${randomBytes(6).toString('hex')}`;
    await query(server, `create database ${name}`);
    return new TestDatabase(server, name);
  }

  get url(): string {
    const url = new URL(this.server);
    url.pathname = `/${this.name}`;
    return url.href;
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
    await query(this.server, `drop database ${this.name} with (force)`);
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
