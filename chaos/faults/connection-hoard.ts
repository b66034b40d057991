import { Client } from 'pg';

/** Takes every connection that a PostgreSQL server gives, as a leaking application does. */
export class ConnectionHoard {
  /** Whether the server has said that there are no more. */
  refused = false;
  readonly #url: string;
  readonly #clients: Client[] = [];

  constructor(url: string) {
    this.#url = url;
  }

  get size(): number {
    return this.#clients.length;
  }

  async takeAll(): Promise<void> {
    for (;;) {
      const client = new Client({ connectionString: this.#url });
      client.on('error', () => undefined);
      try {
        await client.connect();
      } catch {
        this.refused = true;
        return;
      }
      this.#clients.push(client);
    }
  }

  /** Cuts whoever else is connected, and takes what becomes free before they are back. */
  async cutOthers(): Promise<void> {
    const own = await Promise.all(
      this.#clients.map(async (client) => (await client.query('select pg_backend_pid() as pid')).rows[0].pid),
    );
    await this.#clients[0]?.query(
      `select pg_terminate_backend(pid) from pg_stat_activity
       where datname = current_database() and pid <> all($1::int[])`,
      [own],
    );
    await this.takeAll();
  }

  async release(): Promise<void> {
    await Promise.all(this.#clients.splice(0).map((client) => client.end().catch(() => undefined)));
  }
}
