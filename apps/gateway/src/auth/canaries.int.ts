import { Kysely } from 'kysely';
import type { ApiKeyCreated } from '@celerity/contracts';
import type { GatewayDatabase } from '../database/gateway-database.js';
import { type Reply, type Request, TEST_SECRET } from '../testing/test-gateway.js';
import { TestSystem } from '../testing/test-system.js';

const PASSWORD = 'canary-password-4711';
let system: TestSystem;
/** Every answer but the two that hand out a secret. */
const answers: Reply[] = [];

beforeAll(async () => {
  system = await TestSystem.start({ LOG_LEVEL: 'trace', CELERITY_ADMIN_PASSWORD: PASSWORD });
});

afterAll(() => system?.stop());

async function ask(path: string, request: Request = {}): Promise<void> {
  answers.push(await system.gateway.ask(path, request));
}

it('writes no secret into a log line or an answer, whatever goes wrong', async () => {
  const login = { username: 'admin', password: PASSWORD };
  const token = (await system.gateway.ask('/api/core/auth/token', { body: login })).json<{
    access_token: string;
  }>();
  const made = await system.gateway.ask('/api/core/api-keys', {
    as: 'admin',
    body: { name: 'k', role: 'admin' },
  });
  const secrets = [
    PASSWORD,
    token.access_token,
    made.json<ApiKeyCreated>().key,
    TEST_SECRET,
    system.database.url,
  ];
  const [, jwt, key] = secrets as [string, string, string];
  const bearer = (value: string) => ({ authorization: `Bearer ${value}` });

  // In places where they do not belong.
  for (const secret of [PASSWORD, jwt, key]) {
    await ask('/api/core/tasks', { headers: bearer(secret) });
    await ask('/api/core/tasks', { headers: bearer(`${secret}x`) });
    await ask(`/api/core/tasks?token=${encodeURIComponent(secret)}`, { as: 'admin' });
    await ask('/api/core/tasks', {
      headers: { cookie: `token=${secret}`, authorization: `Basic ${secret}` },
    });
    await ask('/api/core/auth/token', { body: { username: 'admin', password: { nested: secret } } });
    await ask('/api/core/auth/token', { body: { username: 'admin', password: `${secret}-wrong` } });
    await ask('/api/core/auth/token', {
      raw: `{"username":"admin","password":"${secret}`,
      headers: { 'content-type': 'application/json' },
    });
    await ask('/api/core/users', { as: 'admin', body: { username: 'ann', password: secret, role: 'king' } });
  }
  // And where they do.
  await ask('/api/core/users', {
    as: 'admin',
    body: { username: 'ann', password: PASSWORD, role: 'viewer' },
  });
  await ask('/api/core/users/ann', { as: 'admin', method: 'PATCH', body: { password: PASSWORD } });
  for (const path of ['users', 'api-keys?revoked=true', 'audit?limit=200', 'task-types'])
    await ask(`/api/core/${path}`, { headers: bearer(key) });
  await ask('/metrics');
  await ask('/health/ready');
  const db = system.gateway.app.get<Kysely<GatewayDatabase>>(Kysely, { strict: false });
  await db.schema.alterTable('users').renameTo('away').execute();
  await ask('/api/core/auth/token', { body: login });
  await ask('/api/core/users', {
    as: 'admin',
    body: { username: 'bob', password: PASSWORD, role: 'viewer' },
  });

  const text = [
    ...system.gateway.log,
    ...answers.map((reply) => `${reply.text} ${[...reply.headers].join()}`),
  ];
  expect(text.length).toBeGreaterThan(60);
  for (const secret of secrets) expect(text.filter((line) => line.includes(secret))).toEqual([]);
  expect(text.filter((line) => line.includes('argon2id'))).toEqual([]);
  expect(answers.map(({ status }) => status)).toEqual(expect.arrayContaining([200, 201, 400, 401, 503]));
});
