import type { AccessToken, Role, UserChanges, UserPage } from '@celerity/contracts';
import { TokenGenerations } from '../auth/token-generations.js';
import { TestGateway } from '../testing/test-gateway.js';
import { TestSystem } from '../testing/test-system.js';

const PASSWORD = 'a long enough one';
let system: TestSystem;
let replica: TestGateway;

beforeAll(async () => {
  system = await TestSystem.start();
  replica = await TestGateway.start({
    AMQP_URL: system.broker.url,
    DATABASE_URL: system.database.url,
    CELERITY_PREFIX: system.broker.names.prefix,
  });
});

afterAll(async () => {
  await replica?.close();
  await system?.stop();
});

const users = (path: string, request: Parameters<typeof system.gateway.ask>[1] = {}) =>
  system.gateway.ask(`/api/core/users${path}`, { as: 'admin', ...request });
const create = (username: string, role: Role = 'viewer') =>
  users('', { body: { username, password: PASSWORD, role } });
const login = (username: string, password = PASSWORD) =>
  system.gateway.ask('/api/core/auth/token', { body: { username, password } });
const tokenOf = async (username: string, password?: string) =>
  (await login(username, password)).json<AccessToken>().access_token;
const statusOf = async (token: string, gateway = system.gateway) =>
  (await gateway.ask('/api/core/task-types', { headers: { authorization: `Bearer ${token}` } })).status;

it('makes users who can log in, and lists them without their passwords', async () => {
  const made = await create('ann', 'operator');
  expect([made.status, made.json()]).toEqual([
    201,
    { username: 'ann', role: 'operator', disabled: false, created_at: expect.any(String) },
  ]);
  expect((await login('ann')).json()).toMatchObject({ role: 'operator' });
  const list = await users('?limit=1');
  expect(list.json<UserPage>()).toMatchObject({ count: 2, next_cursor: 'admin' });
  expect((await users('?cursor=admin')).json<UserPage>().results).toHaveLength(1);
  expect((await users('')).text).not.toMatch(/argon2|password/);
  expect((await create('ann')).status).toBe(409);
});

it.each<[string, UserChanges]>([
  ['a changed password', { password: 'another long one' }],
  ['a changed role', { role: 'viewer' }],
  ['a disabled user', { disabled: true }],
])('ends the tokens there are of %s, on every replica', async (what, changes) => {
  const name = `u-${what.replaceAll(' ', '-')}`;
  await create(name, 'operator');
  const token = await tokenOf(name);
  for (const gateway of [system.gateway, replica]) expect(await statusOf(token, gateway)).toBe(200);
  expect((await users(`/${name}`, { method: 'PATCH', body: changes })).status).toBe(200);
  expect(await statusOf(token)).toBe(401);
  // What its interval does every 15 seconds.
  await replica.app.get(TokenGenerations).refresh();
  expect(await statusOf(token, replica)).toBe(401);
  if (changes.disabled) {
    expect((await login(name)).json()).toMatchObject({ type: 'urn:celerity:problem:disabled-user' });
    expect((await login(name, 'a wrong one')).json()).toMatchObject({
      type: 'urn:celerity:problem:wrong-credentials',
    });
    await users(`/${name}`, { method: 'PATCH', body: { disabled: false } });
  }
  const again = await tokenOf(name, changes.password);
  for (const gateway of [system.gateway, replica]) expect(await statusOf(again, gateway)).toBe(200);
});

it('ends the tokens of a deleted user for good, also when a namesake comes', async () => {
  await create('passing');
  const token = await tokenOf('passing');
  expect((await users('/passing', { method: 'DELETE' })).status).toBe(200);
  expect([await statusOf(token), (await login('passing')).status]).toEqual([401, 401]);
  await create('passing');
  expect(await statusOf(token)).toBe(401);
  expect(await statusOf(await tokenOf('passing'))).toBe(200);
});

it('never leaves the system without an admin, nor lets one lock themselves out', async () => {
  for (const change of [{ role: 'viewer' }, { disabled: true }]) {
    const last = await users('/admin', { method: 'PATCH', body: change });
    expect([last.status, last.json()]).toEqual([
      409,
      expect.objectContaining({ type: 'urn:celerity:problem:last-admin' }),
    ]);
  }
  expect((await users('/admin', { method: 'DELETE' })).status).toBe(409);
  const headers = { authorization: `Bearer ${await tokenOf('admin', 'correct horse battery')}` };
  const own = { headers, as: undefined as never };
  for (const request of [{ method: 'DELETE' }, { method: 'PATCH', body: { disabled: true } }])
    expect((await users('/admin', { ...own, ...request })).json()).toMatchObject({
      type: 'urn:celerity:problem:own-account',
    });
  // Of two admins who remove each other at once, one stays.
  await create('second', 'admin');
  const removals = await Promise.all(['/admin', '/second'].map((path) => users(path, { method: 'DELETE' })));
  expect(removals.map(({ status }) => status).sort()).toEqual([200, 409]);
});

it('refuses what makes no sense, naming the field', async () => {
  expect((await create('a b')).json()).toMatchObject({ status: 400, errors: [{ field: 'username' }] });
  const short = await users('', { body: { username: 'short', password: 'short', role: 'viewer' } });
  expect(short.json()).toMatchObject({ status: 400, errors: [{ field: 'password' }] });
  expect(short.text).not.toContain('"short"');
  expect((await users('/nobody', { method: 'PATCH', body: { role: 'viewer' } })).status).toBe(404);
  expect((await users('/nobody', { method: 'PATCH', body: { role: null } })).status).toBe(400);
  expect((await users('/a%00b', { method: 'DELETE' })).status).toBe(400);
});
