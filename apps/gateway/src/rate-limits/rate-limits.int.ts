import { Kysely } from 'kysely';
import type { GatewayDatabase } from '../database/gateway-database.js';
import { until } from '@celerity/messaging/testing';
import { TestGateway } from '../testing/test-gateway.js';
import { TestSystem } from '../testing/test-system.js';
import { RedisCounts } from './redis-counts.js';
import { SharedCounts } from './shared-counts.js';

const LIMITS = { RATE_LIMIT_PER_USER: '5', RATE_LIMIT_PER_ADDRESS: '40', RATE_LIMIT_LOGINS: '3' };
const OUTSIDE = '203.0.113.7';
let system: TestSystem;
let replica: TestGateway;

beforeAll(async () => {
  const env = { ...LIMITS, TRUSTED_PROXIES: '127.0.0.1/32', CORS_ORIGINS: 'https://ops.example' };
  system = await TestSystem.start(env);
  replica = await TestGateway.start({
    AMQP_URL: system.broker.url,
    DATABASE_URL: system.database.url,
    CELERITY_PREFIX: system.broker.names.prefix,
    ...env,
  });
});

afterAll(async () => {
  await replica?.close();
  await system?.stop();
});

/** All within one window: a test that began at its end would count in two. */
beforeEach(() => until('a window that has time left', () => 60_000 - (Date.now() % 60_000) > 8_000), 20_000);

const from = (address: string) => ({ 'x-forwarded-for': address });
const types = (as: 'viewer' | 'operator' | 'admin', address: string, gateway = system.gateway) =>
  gateway.ask('/api/core/task-types', { as, headers: from(address) });

it('tells users where they stand, and stops them at their limit, whatever their address', async () => {
  const replies = [];
  for (let n = 1; n <= 7; n += 1) replies.push(await types('viewer', `192.0.2.${n}`));
  expect(replies.map(({ status }) => status)).toEqual([...Array(5).fill(200), 429, 429]);
  expect(replies.map(({ headers }) => headers.get('ratelimit-remaining')).slice(0, 6)).toEqual([...'432100']);
  expect(replies[0]?.headers.get('ratelimit-limit')).toBe('5');
  const wait = Number(replies[6]?.headers.get('retry-after'));
  expect(wait).toBeGreaterThan(0);
  expect(wait).toBeLessThanOrEqual(60);
  expect(replies[6]?.json()).toMatchObject({ type: 'urn:celerity:problem:rate-limit', status: 429 });
  expect((await types('operator', '192.0.2.1')).status).toBe(200);
});

it('counts together with other replicas', async () => {
  for (let n = 0; n < 4; n += 1) await types('admin', OUTSIDE);
  await system.gateway.app.get(SharedCounts).share();
  // Its own count goes to the store with its first request; the answer brings that of the others.
  expect((await types('admin', OUTSIDE, replica)).status).toBe(200);
  await replica.app.get(SharedCounts).share();
  expect((await types('admin', OUTSIDE, replica)).status).toBe(429);
});

it('limits logins by the address behind the proxy, and no other', async () => {
  const login = (address: string, n: number) =>
    system.gateway.ask('/api/core/auth/token', {
      body: { username: `u${n}`, password: 'wrong' },
      headers: from(address),
    });
  const statuses = [];
  for (let n = 0; n < 5; n += 1) statuses.push((await login('198.51.100.1', n)).status);
  expect(statuses).toEqual([401, 401, 401, 429, 429]);
  expect((await login('198.51.100.2', 9)).status).toBe(401);
});

it('limits addresses before anything else, but never probes', async () => {
  const ask = (path: string) => system.gateway.ask(path, { headers: from('198.51.100.9') });
  const statuses = new Set<number>();
  for (let n = 0; n < 45; n += 1) statuses.add((await ask('/nowhere')).status);
  expect([...statuses]).toEqual([404, 429]);
  expect((await ask('/nowhere')).headers.get('retry-after')).not.toBeNull();
  expect((await ask('/health/live')).status).toBe(200);
});

const url = process.env['TEST_REDIS_URL'];
(url ? it : it.skip)('counts together by way of Redis', async () => {
  const prefix = system.broker.names.prefix;
  const store = () => new RedisCounts(String(url), prefix);
  const stores = [store(), store()] as const;
  const [one, other] = stores.map((each) => new SharedCounts(each)) as [SharedCounts, SharedCounts];
  for (let n = 0; n < 3; n += 1) one.add('user:a');
  for (let n = 0; n < 2; n += 1) other.add('user:a');
  other.add('user:b');
  await one.share();
  await other.share();
  expect([other.add('user:a'), other.add('user:b')]).toEqual([6, 2]);
  // It hears of the others when it has something to tell.
  expect(one.add('user:a')).toBe(4);
  await one.share();
  expect(one.add('user:a')).toBe(7);
  for (const each of stores) each.onApplicationShutdown();
});

it('counts by itself while Redis is away', async () => {
  const store = new RedisCounts('redis://127.0.0.1:1', 'nobody');
  const counts = new SharedCounts(store);
  counts.add('x');
  await counts.share();
  expect(counts.add('x')).toBe(2);
  store.onApplicationShutdown();
});

it('counts by itself while the store is away', async () => {
  const counts = replica.app.get(SharedCounts);
  const db = system.gateway.app.get<Kysely<GatewayDatabase>>(Kysely, { strict: false });
  await db.schema.alterTable('rate_counts').renameTo('away').execute();
  counts.add('x');
  await counts.share();
  expect(counts.add('x')).toBe(2);
  await db.schema.alterTable('away').renameTo('rate_counts').execute();
  await counts.share();
  expect(counts.add('x')).toBe(3);
});

it('lets the origins that are named read answers, and no other', async () => {
  const preflight = (origin: string) =>
    system.gateway.ask('/api/core/tasks', {
      method: 'OPTIONS',
      headers: { origin, 'access-control-request-method': 'POST', ...from('192.0.2.99') },
    });
  const allowed = await preflight('https://ops.example');
  expect([allowed.status, allowed.headers.get('access-control-allow-origin')]).toEqual([
    204,
    'https://ops.example',
  ]);
  expect(allowed.headers.get('access-control-allow-credentials')).toBeNull();
  expect((await preflight('https://evil.example')).headers.get('access-control-allow-origin')).toBeNull();
});
