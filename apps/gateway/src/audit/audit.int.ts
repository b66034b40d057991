import type { AuditPage } from '@celerity/contracts';
import { until } from '@celerity/messaging/testing';
import { TestSystem } from '../testing/test-system.js';

let system: TestSystem;

beforeAll(async () => {
  system = await TestSystem.start();
});

afterAll(() => system?.stop());

const audit = async (query = ''): Promise<AuditPage> =>
  (await system.gateway.ask(`/api/core/audit${query}`, { as: 'admin' })).json<AuditPage>();

it('tells who changed what, done or refused, and who failed to log in; never a secret', async () => {
  const password = 'canary-password-1';
  const body = { username: 'ann', password, role: 'operator' };
  await system.gateway.ask('/api/core/users', { as: 'admin', body });
  await system.gateway.ask('/api/core/users', { as: 'admin', body });
  await system.gateway.ask('/api/core/users/ann', { as: 'admin', method: 'PATCH', body: { password } });
  await system.gateway.ask('/api/core/auth/token', { body: { username: 'ann', password: 'canary-wrong' } });
  await system.gateway.ask('/api/core/auth/token', { body: { username: 'ann', password } });
  const key = await system.gateway.ask('/api/core/api-keys', {
    as: 'admin',
    body: { name: 'k', role: 'viewer' },
  });
  await system.gateway.ask('/api/core/tasks', { as: 'operator', body: { task_name: 'debug_task' } });
  await until('six entries', async () => (await audit()).results.length === 6);
  const { results } = await audit();
  expect(
    results.map(({ actor, action, target, status }) => [actor, action, target, status]).reverse(),
  ).toEqual([
    ['the-admin', 'users.create', 'ann', 201],
    ['the-admin', 'users.create', 'ann', 409],
    ['the-admin', 'users.edit', 'ann', 200],
    ['ann', 'login', null, 401],
    ['ann', 'login', null, 200],
    ['the-admin', 'api-keys.create', 'k', 201],
  ]);
  expect(results[5]).toMatchObject({ address: '127.0.0.1', details: { username: 'ann', role: 'operator' } });
  expect(JSON.stringify(results)).not.toMatch(/canary|argon2/);
  expect(JSON.stringify(results)).not.toContain(key.json<{ key: string }>().key);
});

it('is filtered and paged', async () => {
  const page = await audit('?limit=2');
  expect([page.results.length, page.next_cursor]).toEqual([2, page.results[1]?.id]);
  expect((await audit(`?cursor=${page.next_cursor}&limit=200`)).results[0]?.id).toBeLessThan(
    Number(page.next_cursor),
  );
  expect(new Set((await audit('?action=users')).results.map(({ action }) => action))).toEqual(
    new Set(['users.create', 'users.edit']),
  );
  expect((await audit('?actor=ann&action=login')).results).toHaveLength(2);
  expect((await audit('?until=2020-01-01T00:00:00Z')).results).toEqual([]);
  expect((await system.gateway.ask('/api/core/audit?limit=201', { as: 'admin' })).status).toBe(400);
});

it('records a bounded number of failed logins', async () => {
  const attempts = Array.from({ length: 130 }, (_, n) =>
    system.gateway.ask('/api/core/auth/token', { body: { username: `guess-${n}`, password: 'x' } }),
  );
  await Promise.all(attempts);
  const failures = async () =>
    (await audit('?action=login&limit=200')).results.filter(({ status }) => status >= 400);
  await until('many failures', async () => (await failures()).length > 90);
  expect((await failures()).length).toBeLessThanOrEqual(100);
});
