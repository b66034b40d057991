import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { CapturedRuns } from '../../testing/captured-run.js';
import { FakeGateway, problem } from '../../testing/fake-gateway.js';

let gateway: FakeGateway;
let runs: CapturedRuns;

beforeEach(async () => {
  [gateway, runs] = await Promise.all([FakeGateway.start(), CapturedRuns.create()]);
});

afterEach(async () => {
  await gateway.stop();
  await runs.remove();
});

const celerity = (words: string, input = '') =>
  runs.run([...words.split(' '), '--url', gateway.url], {
    input,
    env: { CELERITY_TOKEN: 't' },
    columns: 120,
  });

const user = { username: 'ann', role: 'viewer', disabled: true, created_at: '2030-01-01T00:00:00Z' };
const key = {
  ...{ id: '01900000-0000-7000-8000-000000000000', name: 'billing', role: 'operator', created_by: 'ada' },
  ...{ created_at: '2030-01-01T00:00:00Z', expires_at: null, last_used_at: null, revoked_at: null },
};

it('lists users, and makes one with a password that is piped in', async () => {
  gateway.on('GET /users', [200, { count: 1, results: [user], next_cursor: null }]);
  gateway.on('POST /users', [201, user]);
  expect((await celerity('users list')).out).toMatch(/ann +viewer +disabled/);
  const made = await celerity('users create ann --role viewer', 'twelve or more\n');
  expect([made.code, made.out]).toEqual([0, 'Created ann (viewer).\n']);
  expect(gateway.seen.at(-1)?.body).toEqual({ username: 'ann', password: 'twelve or more', role: 'viewer' });
  expect((await celerity('users create ann --role viewer')).code).toBe(2);
  expect((await celerity('users create ann --role king', 'x')).err).toContain('viewer, operator, admin');
});

it('changes, disables and deletes users, and says why not', async () => {
  gateway.on('PATCH /users/ann', [200, user]);
  gateway.on('DELETE /users/ann', problem(409, 'last-admin', { detail: 'ann is the last admin.' }));
  await celerity('users edit ann --role admin');
  await celerity('users disable ann');
  await celerity('users enable ann');
  expect(gateway.seen.map(({ body }) => body)).toEqual([
    { role: 'admin' },
    { disabled: true },
    { disabled: false },
  ]);
  expect((await celerity('users edit ann')).code).toBe(2);
  const refused = await celerity('users delete ann');
  expect([refused.code, refused.err]).toEqual([1, expect.stringContaining('ann is the last admin.')]);
});

it('makes, lists and revokes API keys', async () => {
  gateway.on('POST /api-keys', [201, { ...key, key: 'ck_shown-once' }]);
  gateway.on('GET /api-keys', [200, { count: 1, results: [key], next_cursor: null }]);
  gateway.on('DELETE /api-keys', [200, key]);
  const made = await celerity('api-keys create billing --role operator --expires 2031-01-01T00:00:00Z');
  expect(made.out.trim().split('\n').at(-1)).toBe('ck_shown-once');
  expect(gateway.seen[0]?.body).toMatchObject({ name: 'billing', role: 'operator' });
  expect((await celerity('api-keys list')).out).toMatch(/billing +operator +never +never/);
  expect((await celerity(`api-keys revoke ${key.id}`)).out).toContain('Revoked billing.');
});

it('shows the audit log', async () => {
  const entry = { id: 1, at: '2030-01-01T00:00:00Z', actor: 'ada', action: 'users.create', target: 'ann' };
  const results = [{ ...entry, status: 201, address: '10.0.0.1', request_id: null, details: null }];
  gateway.on('GET /audit', [200, { results, next_cursor: 7 }]);
  const { out, err } = await celerity('audit --actor ada --action users');
  expect(err).toBe('There is more: --cursor 7\n');
  expect(out).toMatch(/ada +users\.create +ann +201 +10\.0\.0\.1/);
  expect(gateway.seen[0]?.line).toBe('GET /audit?actor=ada&action=users');
});

it('logs in with an API key that the gateway takes, and uses it from then on', async () => {
  gateway.on('GET /task-types', [200, { count: 0, results: [] }]);
  const login = (input: string) => runs.run(['login', '--api-key', '--url', gateway.url], { input });
  expect((await login('nonsense\n')).code).toBe(2);
  const { code, out } = await login('ck_abc\n');
  expect([code, out]).toEqual([0, expect.not.stringContaining('ck_abc')]);
  await runs.run(['task-types']);
  expect(gateway.seen.map(({ authorization }) => authorization)).toEqual(['Bearer ck_abc', 'Bearer ck_abc']);
  expect(await readFile(join(runs.home, '.config/celerity/credentials.json'), 'utf8')).toContain('ck_abc');
});
