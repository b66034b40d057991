import { startPrivateDatabase } from '@celerity/tools/local/database/private-database.ts';
import type { PrivateNode } from '@celerity/tools/local/private-node.ts';
import { Client } from 'pg';

/** The private PostgreSQL server of a run. Durable, since rows kill it. */
export class DatabaseNode {
  readonly dir: string;
  #node: PrivateNode;

  private constructor(dir: string, node: PrivateNode) {
    this.dir = dir;
    this.#node = node;
  }

  static async start(dir: string): Promise<DatabaseNode> {
    return new DatabaseNode(dir, await startPrivateDatabase({ dir }));
  }

  get target(): { host: string; port: number } {
    return { host: '127.0.0.1', port: Number(new URL(this.#node.url).port) };
  }

  urlOf(database: string): string {
    const url = new URL(this.#node.url);
    url.pathname = `/${database}`;
    return url.toString();
  }

  async create(database: string): Promise<void> {
    await this.#admin(`create database "${database}"`);
  }

  async drop(database: string): Promise<void> {
    await this.#admin(`drop database if exists "${database}" with (force)`);
  }

  stop(): Promise<void> {
    return this.#node.stop();
  }

  kill(): Promise<void> {
    return this.#node.kill();
  }

  async startAgain(): Promise<void> {
    this.#node = await startPrivateDatabase({ dir: this.dir });
  }

  discard(): Promise<void> {
    return this.#node.discard();
  }

  async #admin(sql: string): Promise<void> {
    const client = new Client({ connectionString: this.#node.url });
    await client.connect();
    try {
      await client.query(sql);
    } finally {
      await client.end();
    }
  }
}
