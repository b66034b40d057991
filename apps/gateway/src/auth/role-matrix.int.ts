import { JwtService } from '@nestjs/jwt';
import type { OpenAPIObject } from '@nestjs/swagger';
import { type ApiKeyCreated, type Role, ROLES } from '@celerity/contracts';
import { TEST_SECRET } from '../testing/test-gateway.js';
import { until } from '@celerity/messaging/testing';
import { TestSystem } from '../testing/test-system.js';
import { mayAct, ROLE_EXTENSION } from './access-rule.js';
import { TOKEN_AUDIENCE, TOKEN_ISSUER } from './token-claims.js';

interface Route {
  readonly method: string;
  readonly path: string;
  readonly needs: Role | null;
}

interface Caller {
  readonly name: string;
  readonly role: Role | null;
  readonly headers: Record<string, string>;
}

const PASSWORD = 'a long enough one';
let system: TestSystem;
let routes: Route[];
let callers: Caller[];
let keyExpiresAt: number;

beforeAll(async () => {
  system = await TestSystem.start();
  const document = (await system.gateway.ask('/openapi.json')).json<OpenAPIObject>();
  routes = Object.entries(document.paths).flatMap(([path, item]) =>
    Object.entries(item as Record<string, { [ROLE_EXTENSION]?: Role }>).map(([method, operation]) => ({
      method: method.toUpperCase(),
      path: path.replaceAll(/\{\w+\}/g, '%21'),
      needs: operation[ROLE_EXTENSION] ?? null,
    })),
  );
  callers = await everyCaller();
});

afterAll(() => system?.stop());

const bearer = (name: string, role: Role | null, token: string): Caller => ({
  name,
  role,
  headers: { authorization: `Bearer ${token}` },
});

async function everyCaller(): Promise<Caller[]> {
  const tokens = ROLES.map((role) => bearer(role, role, system.gateway.token(role)));
  const keys = await Promise.all(
    ROLES.map(async (role) => bearer(`key of ${role}`, role, await keyOf({ name: role, role }))),
  );
  keyExpiresAt = Date.now() + 1_000;
  const expiredKey = await keyOf({
    name: 'expired',
    role: 'admin',
    expires_at: new Date(keyExpiresAt).toISOString(),
  });
  const revokedKey = await keyOf({ name: 'revoked', role: 'admin' }, true);
  return [
    { name: 'none', role: null, headers: {} },
    ...tokens,
    ...keys,
    bearer('expired token', null, expiredToken()),
    bearer('expired key', null, expiredKey),
    bearer('revoked key', null, revokedKey),
    bearer('disabled user', null, await tokenOfDisabled()),
  ];
}

function expiredToken(): string {
  return system.gateway.app
    .get(JwtService, { strict: false })
    .sign(
      { sub: 'late', role: 'admin' },
      { secret: TEST_SECRET, expiresIn: -10, issuer: TOKEN_ISSUER, audience: TOKEN_AUDIENCE },
    );
}

async function keyOf(body: object, revoke = false): Promise<string> {
  const made = await system.gateway.ask('/api/core/api-keys', { as: 'admin', body });
  const { id, key } = made.json<ApiKeyCreated>();
  if (revoke) await system.gateway.ask(`/api/core/api-keys/${id}`, { as: 'admin', method: 'DELETE' });
  return key;
}

async function tokenOfDisabled(): Promise<string> {
  const user = { username: 'gone', password: PASSWORD };
  await system.gateway.ask('/api/core/users', { as: 'admin', body: { ...user, role: 'admin' } });
  const login = await system.gateway.ask('/api/core/auth/token', { body: user });
  const off = { as: 'admin', method: 'PATCH', body: { disabled: true } } as const;
  await system.gateway.ask('/api/core/users/gone', off);
  return login.json<{ access_token: string }>().access_token;
}

/** What the caller gets: a refusal of the guard, or `in` for whatever the route itself says. */
async function answerTo({ method, path }: Route, { headers }: Caller): Promise<number | 'in'> {
  const sends = ['POST', 'PATCH', 'PUT'].includes(method);
  // An empty body and a malformed id: whoever is let in changes nothing.
  const request = sends
    ? { body: '{}', headers: { ...headers, 'content-type': 'application/json' } }
    : { headers };
  const { status, body } = await fetch(`${system.gateway.url}${path}`, { method, ...request });
  // Event streams do not end by themselves.
  await body?.cancel();
  return status === 401 || status === 403 ? status : 'in';
}

function expected({ needs }: Route, { role }: Caller): number | 'in' {
  if (needs === null) return 'in';
  if (role === null) return 401;
  return mayAct(role, needs) ? 'in' : 403;
}

it('answers every caller on every route as its rule says', async () => {
  await until('the end of the key', () => Date.now() > keyExpiresAt);
  // Open to all; a body that is no JSON is never a wrong password.
  const cells = routes.flatMap((route) => callers.map((caller) => ({ route, caller })));
  const wrong = await Promise.all(
    cells.map(async ({ route, caller }) => {
      const got = await answerTo(route, caller);
      return got === expected(route, caller) ? [] : [{ ...route, caller: caller.name, got }];
    }),
  );
  process.stdout.write(
    `role matrix: ${routes.length} routes x ${callers.length} callers = ${cells.length} cells\n`,
  );
  expect(wrong.flat()).toEqual([]);
  expect(routes.filter(({ needs }) => needs === 'admin').length).toBeGreaterThan(8);
});
