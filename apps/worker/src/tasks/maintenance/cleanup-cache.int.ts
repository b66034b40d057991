import { cleanupCache } from '@celerity/contracts';
import { sql } from 'kysely';
import type { CacheBackend } from '../../mall/cache/cache-backend.js';
import { PostgresCache } from '../../mall/cache/postgres-cache.js';
import { RedisCache } from '../../mall/cache/redis-cache.js';
import { SharedCache } from '../../mall/cache/shared-cache.js';
import { RecordingContext } from '../../testing/recording-context.js';
import { TestMall } from '../../testing/test-mall.js';
import { CleanupCacheHandler } from './cleanup-cache.handler.js';

const context = () => new RecordingContext(cleanupCache.name);
const HOUR = 3_600_000;
/** Set by hand: no Redis is among the local services. */
const REDIS = process.env['TEST_REDIS_URL'];

let mall: TestMall;
beforeAll(async () => {
  mall = await TestMall.create();
});
afterAll(() => mall?.close());

const backends: [string, () => [CacheBackend, CacheBackend]][] = [
  ['PostgreSQL', () => [new PostgresCache(mall.db, 'one'), new PostgresCache(mall.db, 'one_')]],
];
if (REDIS) backends.push(['Redis', () => [new RedisCache(REDIS, 'one'), new RedisCache(REDIS, 'one-more')]]);

describe.each(backends)('cleanup_cache with %s', (kind, make) => {
  let cache: SharedCache;
  let others: SharedCache;
  let handler: CleanupCacheHandler;

  beforeAll(() => {
    [cache, others] = make().map((backend) => new SharedCache(backend)) as [SharedCache, SharedCache];
    handler = new CleanupCacheHandler(cache);
  });
  beforeEach(() => Promise.all([cache.removeAll(), others.removeAll()]));
  afterAll(() => Promise.all([cache.onApplicationShutdown(), others.onApplicationShutdown()]));

  it('keeps what it is given until it expires', async () => {
    await cache.set('a', { amount: '1.10', 店: [1] }, HOUR);
    expect(await cache.get('a')).toEqual({ amount: '1.10', 店: [1] });
    await cache.set('a', 'new', HOUR);
    expect(await cache.get('a')).toBe('new');
    expect(await others.get('a')).toBeUndefined();
    expect(await cache.get("b'; drop table mall.cache_entries --")).toBeUndefined();
  });

  it('removes expired entries and leaves the rest', async () => {
    await cache.set('old', 1, 20);
    await cache.set('new', 2, HOUR);
    await sql`select pg_sleep(0.05)`.execute(mall.db);
    expect(await cache.get('old')).toBeUndefined();
    const { removed, remaining } = await handler.run({}, context());
    // Redis had removed it by itself.
    expect(removed).toBe(kind === 'Redis' ? 0 : 1);
    expect(remaining).toBe(1);
    expect(await cache.get('new')).toBe(2);
  });

  it('removes all of its own entries and nobody else’s', async () => {
    await cache.set('a', 1, HOUR);
    await cache.set('b', 2, HOUR);
    await others.set('c', 3, HOUR);
    expect(await handler.run({ all: true }, context())).toEqual({ removed: 2, remaining: 0 });
    expect(await others.get('c')).toBe(3);
  });

  it('stops when it is told to', async () => {
    const given = context();
    given.controller.abort(new Error('revoked'));
    await expect(handler.run({}, given)).rejects.toThrow('revoked');
  });
});

it('lets the store forget single entries', async () => {
  const store = new PostgresCache(mall.db, 'single');
  await store.set('for ever', '"x"');
  expect(await store.get('for ever')).toBe('"x"');
  expect(await store.delete('for ever')).toBe(true);
  expect(await store.delete('for ever')).toBe(false);
  await store.set('b', '1', HOUR);
  await store.clear();
  expect(await store.count()).toBe(0);
});

it('says so when Redis is not there', async () => {
  const cache = new SharedCache(new RedisCache('redis://127.0.0.1:1', 'one'));
  await expect(new CleanupCacheHandler(cache).run({}, context())).rejects.toThrow();
  await expect(cache.get('a')).rejects.toThrow();
  await cache.onApplicationShutdown();
});
