import { mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Kysely, sql } from 'kysely';
import { StartupError } from '@celerity/service';
import { TestBroker } from '@celerity/messaging/testing';
import type { GatewayDatabase } from '../database/gateway-database.js';
import { createTestDatabase, type TestDatabase } from '@celerity/service/testing';
import { TestGateway } from '../testing/test-gateway.js';
import { LoginThrottle } from './login-throttle.js';
import { UsersRepository } from './users.repository.js';

let broker: TestBroker;
let database: TestDatabase;
let running: TestGateway[];
let directory: string;

beforeEach(async () => {
  running = [];
  directory = await mkdtemp(join(tmpdir(), 'gateway-login-'));
  broker = await TestBroker.create();
  database = await createTestDatabase();
});

afterEach(async () => {
  await Promise.all(running.map((gateway) => gateway.close()));
  await broker.destroy();
  await database.drop();
  await rm(directory, { recursive: true });
});

async function start(env: NodeJS.ProcessEnv = {}): Promise<TestGateway> {
  const gateway = await TestGateway.start({
    AMQP_URL: broker.url,
    DATABASE_URL: database.url,
    CELERITY_PREFIX: broker.names.prefix,
    ...env,
  });
  running.push(gateway);
  return gateway;
}

const login = (gateway: TestGateway, password: string, username = 'admin') =>
  gateway.ask('/api/core/auth/token', { body: { username, password } });

it('exchanges a password for a token that works', async () => {
  const gateway = await start();
  const reply = await login(gateway, 'correct horse battery');
  expect(reply.status).toBe(200);
  expect(reply.headers.get('cache-control')).toBe('no-store');
  const token = reply.json<{ access_token: string }>();
  expect(token).toEqual({
    access_token: token.access_token,
    expires_in: 3600,
    token_type: 'Bearer',
    role: 'admin',
  });
  const headers = { authorization: `Bearer ${token.access_token}` };
  expect((await gateway.ask('/api/core/task-types', { headers })).status).toBe(200);
});

it('answers an unknown user like a wrong password, in the same time', async () => {
  const gateway = await start();
  const median = async (username: string) => {
    const times: number[] = [];
    for (let n = 0; n < 9; n += 1) {
      const begin = performance.now();
      const reply = await login(gateway, 'wrong', username);
      times.push(performance.now() - begin);
      expect(reply.status).toBe(401);
      expect(reply.json()).toMatchObject({ detail: 'The user name or the password is wrong.' });
    }
    return times.sort((a, b) => a - b)[4] ?? 0;
  };
  const [known, unknown] = [await median('admin'), await median('nobody')];
  expect(unknown / known).toBeGreaterThan(0.5);
  expect(unknown / known).toBeLessThan(2);
});

it('locks a user out of an address after ten failures, side by side or not, and nobody else', async () => {
  const gateway = await start();
  const replies = await Promise.all(Array.from({ length: 15 }, () => login(gateway, 'wrong')));
  const statuses = replies.map(({ status }) => status).sort();
  expect(statuses).toEqual([...Array(10).fill(401), ...Array(5).fill(429)]);
  const locked = await login(gateway, 'correct horse battery');
  expect(locked.status).toBe(429);
  expect(Number(locked.headers.get('retry-after'))).toBeGreaterThan(800);
  expect((await login(gateway, 'wrong', 'somebody')).status).toBe(401);
});

it('counts failures together with other replicas, forgets them after a quarter of an hour or a success', async () => {
  const replicas = [await start(), await start()] as const;
  const throttles = replicas.map(({ app }) => app.get(LoginThrottle)) as [LoginThrottle, LoginThrottle];
  const db = replicas[0].app.get<Kysely<GatewayDatabase>>(Kysely, { strict: false });
  const later = (minutes: number) =>
    db
      .updateTable('login_failures')
      .set({ until: sql`until - make_interval(mins => ${minutes})` })
      .execute();
  for (let n = 0; n < 10; n += 1)
    expect((await login(replicas[n % 2] ?? replicas[0], 'wrong')).status).toBe(401);
  for (const replica of replicas) expect((await login(replica, 'correct horse battery')).status).toBe(429);
  // Another address is not held to it.
  expect(await throttles[1].admit('admin', '192.0.2.1')).toBe(0);
  await later(14);
  expect((await login(replicas[1], 'correct horse battery')).status).toBe(429);
  await later(1);
  expect((await login(replicas[1], 'wrong')).status).toBe(401);
  expect((await login(replicas[0], 'correct horse battery')).status).toBe(200);
  for (let n = 0; n < 10; n += 1)
    expect(await throttles[n % 2 === 0 ? 0 : 1].admit('admin', '127.0.0.1')).toBe(0);
  await later(15);
  await throttles[0].prune();
  expect(await db.selectFrom('login_failures').selectAll().execute()).toEqual([]);
});

it('says 503 when users cannot be read', async () => {
  const gateway = await start();
  const db = gateway.app.get<Kysely<GatewayDatabase>>(Kysely, { strict: false });
  await db.schema.alterTable('users').renameTo('away').execute();
  const reply = await login(gateway, 'correct horse battery');
  expect(reply.status).toBe(503);
  expect(reply.headers.get('retry-after')).toBe('2');
  expect(reply.json()).toMatchObject({ type: 'urn:celerity:problem:store-unavailable' });
});

it('makes one first admin, of three replicas that start at once, and keeps its password safe', async () => {
  const home = join(directory, 'new');
  const env = { CELERITY_ADMIN_PASSWORD: '', CELERITY_HOME: home };
  const replicas = await Promise.all([start(env), start(env), start(env)]);
  const told = replicas.flatMap(({ log }) => log.filter((line) => line.includes('has the password')));
  expect(told).toHaveLength(1);
  const password = (await readFile(join(home, 'admin-password'), 'utf8')).trim();
  expect(told[0]).toContain(password);
  expect((await stat(join(home, 'admin-password'))).mode & 0o777).toBe(0o600);
  expect((await stat(home)).mode & 0o777).toBe(0o700);
  for (const replica of replicas) expect((await login(replica, password)).status).toBe(200);
  const stored = await replicas[0]?.app.get(UsersRepository).find('admin');
  expect(stored?.password_hash).toMatch(/^\$argon2id\$v=19\$m=19456,p=1,t=2\$/);
  const later = await start(env);
  expect(later.log.join()).not.toContain('has the password');
});

it('does not start when the password cannot be kept, and makes no user', async () => {
  const file = join(directory, 'file');
  await writeFile(file, '');
  const env = { CELERITY_ADMIN_PASSWORD: '', CELERITY_HOME: join(file, 'home') };
  await expect(start(env)).rejects.toThrow(StartupError);
  const gateway = await start();
  expect((await login(gateway, 'correct horse battery')).status).toBe(200);
});
