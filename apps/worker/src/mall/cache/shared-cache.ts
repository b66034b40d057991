import { Injectable, type OnApplicationShutdown, type Provider } from '@nestjs/common';
import { Keyv } from 'keyv';
import { Kysely } from 'kysely';
import { WorkerConfig } from '../../worker-config.js';
import type { MallDatabase } from '../mall-database.js';
import type { CacheBackend } from './cache-backend.js';
import { PostgresCache } from './postgres-cache.js';
import { RedisCache } from './redis-cache.js';

/** What every worker computed once and may use again: in Redis when there is one, else in PostgreSQL. */
@Injectable()
export class SharedCache implements OnApplicationShutdown {
  private readonly entries: Keyv;

  constructor(private readonly backend: CacheBackend) {
    const { store, namespace } = backend;
    // The stores put the namespace before each key by themselves.
    this.entries = new Keyv({ store, namespace, useKeyPrefix: false, throwOnErrors: true });
    // Errors are thrown as well; an unheard 'error' event would end the process.
    this.entries.on('error', () => undefined);
  }

  get<Value>(key: string): Promise<Value | undefined> {
    return this.entries.get<Value>(key);
  }

  async set(key: string, value: unknown, ttlMs: number): Promise<void> {
    await this.entries.set(key, value, ttlMs);
  }

  removeExpired(): Promise<number> {
    return this.backend.removeExpired();
  }

  /** Removes this product's entries and nothing else. */
  removeAll(): Promise<number> {
    return this.backend.removeAll();
  }

  count(): Promise<number> {
    return this.backend.count();
  }

  onApplicationShutdown(): Promise<void> {
    return this.backend.close();
  }
}

/** The cache that the worker's settings ask for. */
export const sharedCacheProvider: Provider = {
  provide: SharedCache,
  inject: [WorkerConfig, Kysely],
  useFactory: ({ REDIS_URL, CELERITY_PREFIX }: WorkerConfig, db: Kysely<MallDatabase>) =>
    new SharedCache(
      REDIS_URL
        ? new RedisCache(REDIS_URL, `${CELERITY_PREFIX}:cache`)
        : new PostgresCache(db, `${CELERITY_PREFIX}:cache`),
    ),
};
