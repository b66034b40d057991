import KeyvRedis from '@keyv/redis';
import type { CacheBackend } from './cache-backend.js';

const TIMEOUT_MS = 2_000;

/** Entries in Redis, which removes the expired ones by itself. */
export class RedisCache implements CacheBackend {
  readonly store: KeyvRedis<unknown>;

  constructor(
    url: string,
    readonly namespace: string,
  ) {
    this.store = new KeyvRedis(
      { url, disableOfflineQueue: true, socket: { connectTimeout: TIMEOUT_MS } },
      { namespace, connectionTimeout: TIMEOUT_MS, throwOnConnectError: true, throwOnErrors: true },
    );
  }

  removeExpired(): Promise<number> {
    return Promise.resolve(0);
  }

  async removeAll(): Promise<number> {
    const removed = await this.count();
    await this.store.clear();
    return removed;
  }

  async count(): Promise<number> {
    let entries = 0;
    for await (const _entry of this.store.iterator(this.namespace)) entries += 1;
    return entries;
  }

  close(): Promise<void> {
    // By force: a client that is still trying to connect would wait for an answer.
    return this.store.disconnect(true);
  }
}
