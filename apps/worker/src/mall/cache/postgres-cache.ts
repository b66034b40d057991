import { EventEmitter } from 'node:events';
import type { KeyvStoreAdapter, StoredData } from 'keyv';
import { type Kysely, sql } from 'kysely';
import type { MallDatabase } from '../mall-database.js';
import type { CacheBackend } from './cache-backend.js';

/** Entries in `mall.cache_entries`, on the worker's own connections; they expire by the database's clock. */
export class PostgresCache extends EventEmitter implements KeyvStoreAdapter, CacheBackend {
  readonly opts = {};
  readonly store = this;

  constructor(
    private readonly db: Kysely<MallDatabase>,
    readonly namespace: string,
  ) {
    super();
  }

  private get prefix(): string {
    return `${this.namespace}:`;
  }

  async get<Value>(key: string): Promise<StoredData<Value> | undefined> {
    const { rows } = await sql<{ value: string }>`
      select value from mall.cache_entries
      where key = ${this.prefix + key} and (expires_at is null or expires_at > now())`.execute(this.db);
    // Keyv reads its own serialised text, whatever the value is.
    return rows[0]?.value as StoredData<Value> | undefined;
  }

  async set(key: string, value: string, ttl?: number): Promise<void> {
    await sql`
      insert into mall.cache_entries (key, value, expires_at)
      values (${this.prefix + key}, ${value}, now() + make_interval(secs => ${ttl ?? null}::float8 / 1000))
      on conflict (key) do update set value = excluded.value, expires_at = excluded.expires_at
    `.execute(this.db);
  }

  async delete(key: string): Promise<boolean> {
    return (await this.remove(sql`key = ${this.prefix + key}`)) > 0;
  }

  async clear(): Promise<void> {
    await this.removeAll();
  }

  removeExpired(): Promise<number> {
    return this.remove(sql`expires_at <= now()`);
  }

  removeAll(): Promise<number> {
    return this.remove(sql`true`);
  }

  async count(): Promise<number> {
    const { rows } = await sql<{ entries: number }>`
      select count(*)::int as entries from mall.cache_entries where starts_with(key, ${this.prefix})
    `.execute(this.db);
    return rows[0]?.entries ?? 0;
  }

  /** The connections belong to others. */
  close(): Promise<void> {
    return Promise.resolve();
  }

  private async remove(which: ReturnType<typeof sql>): Promise<number> {
    const { numAffectedRows } = await sql`
      delete from mall.cache_entries where starts_with(key, ${this.prefix}) and ${which}`.execute(this.db);
    return Number(numAffectedRows ?? 0n);
  }
}
