import { Kysely } from 'kysely';
import type { ApiKeyCreated, ApiKeyPage } from '@celerity/contracts';
import { until } from '@celerity/messaging/testing';
import type { GatewayDatabase } from '../database/gateway-database.js';
import { TestSystem } from '../testing/test-system.js';
import { hashOfKey } from './api-key.js';
import { ApiKeyVerifier } from './api-key-verifier.js';

let system: TestSystem;

beforeAll(async () => {
  system = await TestSystem.start();
});

afterAll(() => system?.stop());

const admin = (path: string, request: Parameters<typeof system.gateway.ask>[1] = {}) =>
  system.gateway.ask(`/api/core/api-keys${path}`, { as: 'admin', ...request });
const withKey = (key: string, path = '/api/core/task-types') =>
  system.gateway.ask(path, { headers: { authorization: `Bearer ${key}` } });
const create = async (body: object): Promise<ApiKeyCreated> => {
  const reply = await admin('', { body });
  expect(reply.status).toBe(201);
  expect(reply.headers.get('cache-control')).toBe('no-store');
  return reply.json<ApiKeyCreated>();
};
const db = () => system.gateway.app.get<Kysely<GatewayDatabase>>(Kysely, { strict: false });

it('gives a key once, keeps its hash alone, and takes it wherever a token is taken', async () => {
  const made = await create({ name: 'billing', role: 'operator' });
  expect(made).toMatchObject({
    name: 'billing',
    role: 'operator',
    created_by: 'the-admin',
    revoked_at: null,
  });
  expect(made.key).toMatch(/^ck_[\w-]{43}$/);
  const list = await admin('');
  expect(list.text).not.toContain(made.key);
  expect(list.json<ApiKeyPage>().results.map(({ name }) => name)).toContain('billing');
  const stored = await db().selectFrom('api_keys').selectAll().execute();
  expect(JSON.stringify(stored)).not.toContain(made.key.slice(3));
  expect((await withKey(made.key)).status).toBe(200);
  expect((await withKey(made.key, '/api/core/users')).status).toBe(403);
  const headers = { authorization: `Bearer ${made.key}` };
  const sent = await system.gateway.ask('/api/core/tasks', { headers, body: { task_name: 'debug_task' } });
  const { task_id } = sent.json<{ task_id: string }>();
  const known = () => system.monitor.projection.tasks.get(task_id);
  await until('the task in the projection', () => known() !== undefined);
  expect(known()?.submitted_by).toBe('api-key:billing');
});

it('says when a key was last used', async () => {
  const { key, id } = await create({ name: 'used', role: 'viewer' });
  await withKey(key);
  await system.gateway.app.get(ApiKeyVerifier).writeUse();
  const found = (await admin('')).json<ApiKeyPage>().results.find((one) => one.id === id);
  expect(Date.now() - Date.parse(String(found?.last_used_at))).toBeLessThan(60_000);
});

it('refuses a revoked key at once here, and within half a minute on a replica that knew it', async () => {
  const { key, id } = await create({ name: 'leaked', role: 'viewer' });
  const replica = new ApiKeyVerifier(
    (system.gateway.app.get(ApiKeyVerifier) as unknown as { keys: never }).keys,
  );
  expect(await replica.verify(key)).toEqual({
    name: 'api-key:leaked',
    role: 'viewer',
    keyHash: hashOfKey(key),
  });
  expect((await withKey(key)).status).toBe(200);
  const revoked = await admin(`/${id}`, { method: 'DELETE' });
  expect(revoked.json<ApiKeyCreated>().revoked_at).not.toBeNull();
  expect((await withKey(key)).json()).toMatchObject({ type: 'urn:celerity:problem:invalid-api-key' });
  expect(await replica.verify(key, Date.now() + 30_000)).toBeNull();
  expect((await admin('')).text).not.toContain(id);
  expect((await admin('?revoked=true')).text).toContain(id);
  // The name is free again.
  await create({ name: 'leaked', role: 'viewer' });
});

it('refuses an expired key, also one that it remembers', async () => {
  const expires_at = new Date(Date.now() + 20_000).toISOString();
  const { key } = await create({ name: 'short', role: 'viewer', expires_at });
  const verifier = system.gateway.app.get(ApiKeyVerifier);
  expect(await verifier.verify(key)).not.toBeNull();
  expect(await verifier.verify(key, Date.parse(expires_at))).toBeNull();
});

it('goes on with a key that it knows while the database is away, and with no other', async () => {
  const { key } = await create({ name: 'steady', role: 'viewer' });
  const verifier = system.gateway.app.get(ApiKeyVerifier);
  await verifier.verify(key);
  await db().schema.alterTable('api_keys').renameTo('away').execute();
  const later = Date.now() + 60_000;
  expect(await verifier.verify(key, later)).toEqual({
    name: 'api-key:steady',
    role: 'viewer',
    keyHash: hashOfKey(key),
  });
  expect((await withKey(`ck_${'A'.repeat(43)}`)).status).toBe(503);
  await expect(verifier.verify(key, later + 3_600_000)).rejects.toThrow('API keys cannot be read');
  await db().schema.alterTable('away').renameTo('api_keys').execute();
});

it('refuses unknown keys, and names that are taken, odd or late', async () => {
  for (const key of [`ck_${'A'.repeat(43)}`, 'ck_', `ck_${'A'.repeat(5_000)}`])
    expect((await withKey(key)).status).toBe(401);
  await create({ name: 'twice', role: 'viewer' });
  expect((await admin('', { body: { name: 'twice', role: 'viewer' } })).status).toBe(409);
  expect((await admin('', { body: { name: 'a b', role: 'viewer' } })).status).toBe(400);
  expect((await admin('', { body: { name: 'a', role: 'root' } })).status).toBe(400);
  const past = { name: 'late', role: 'viewer', expires_at: '2020-01-01T00:00:00Z' };
  expect((await admin('', { body: past })).status).toBe(422);
  expect((await admin('/abc', { method: 'DELETE' })).status).toBe(400);
  expect((await admin('/01900000-0000-7000-8000-000000000000', { method: 'DELETE' })).status).toBe(404);
});
