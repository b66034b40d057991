import { createHmac, generateKeyPairSync, type KeyObject, sign } from 'node:crypto';
import { TestSystem } from '../testing/test-system.js';
import { TEST_SECRET } from '../testing/test-gateway.js';
import { TOKEN_AUDIENCE, TOKEN_ISSUER } from './token-claims.js';

const encode = (part: object) => Buffer.from(JSON.stringify(part)).toString('base64url');
const now = () => Math.floor(Date.now() / 1_000);

function claims(changes: object = {}): object {
  return {
    sub: 'mallory',
    role: 'admin',
    iss: TOKEN_ISSUER,
    aud: TOKEN_AUDIENCE,
    exp: now() + 600,
    ...changes,
  };
}

function hs256(payload: object, secret = TEST_SECRET, header: object = {}): string {
  const text = `${encode({ alg: 'HS256', typ: 'JWT', ...header })}.${encode(payload)}`;
  return `${text}.${createHmac('sha256', secret).update(text).digest('base64url')}`;
}

function signed(payload: object, key: KeyObject, alg: 'RS256' | 'ES256'): string {
  const text = `${encode({ alg, typ: 'JWT' })}.${encode(payload)}`;
  const signature = sign('sha256', Buffer.from(text), { key, dsaEncoding: 'ieee-p1363' });
  return `${text}.${signature.toString('base64url')}`;
}

const rsa = generateKeyPairSync('rsa', { modulusLength: 2048 });
const pem = (key: KeyObject) => key.export({ type: 'spki', format: 'pem' }).toString();

let system: TestSystem;

const ask = (headers: Record<string, string>, path = '/api/core/task-types') =>
  system.gateway.ask(path, { headers });
const bearer = (token: string) => ask({ authorization: `Bearer ${token}` });

describe('with a secret', () => {
  beforeAll(async () => {
    system = await TestSystem.start();
  });

  afterAll(() => system?.stop());

  it('takes a token that is right', async () => {
    expect((await bearer(hs256(claims()))).status).toBe(200);
  });

  const tampered = hs256(claims({ role: 'viewer' })).split('.');
  tampered[1] = encode(claims());

  it.each([
    ['alg none', `${encode({ alg: 'none', typ: 'JWT' })}.${encode(claims())}.`],
    ['alg None, signed', hs256(claims(), TEST_SECRET, { alg: 'None' })],
    ['another HMAC', hs256(claims(), TEST_SECRET, { alg: 'HS512' })],
    ['RS256', signed(claims(), rsa.privateKey, 'RS256')],
    ['another secret', hs256(claims(), 'another-secret-of-thirty-two-chars')],
    ['an empty secret', hs256(claims(), '')],
    ['a tampered payload', tampered.join('.')],
    ['an expired one', hs256(claims({ exp: now() - 1 }))],
    ['one not yet valid', hs256(claims({ nbf: now() + 600 }))],
    ['no expiry', hs256(claims({ exp: undefined }))],
    ['an expiry that is text', hs256(claims({ exp: '9999999999' }))],
    ['a wrong audience', hs256(claims({ aud: 'other' }))],
    ['no audience', hs256(claims({ aud: undefined }))],
    ['a wrong issuer', hs256(claims({ iss: 'other' }))],
    ['no issuer', hs256(claims({ iss: undefined }))],
    ['no subject', hs256(claims({ sub: undefined }))],
    ['an unknown role', hs256(claims({ role: 'root' }))],
    ['a role of a prototype', hs256(claims({ role: 'constructor' }))],
    ['a hostile kid', hs256(claims(), '', { kid: '/dev/null' })],
    ['a hostile jku', hs256(claims(), 'x'.repeat(32), { jku: 'http://127.0.0.1:1/keys' })],
    ['garbage', 'a.b.c'],
    ['nothing', ''],
  ])('refuses %s', async (_, token) => {
    const reply = await bearer(token);
    expect(reply.status).toBe(401);
    expect(reply.headers.get('www-authenticate')).toMatch(/^Bearer realm="celerity"/);
    expect(reply.json()).toMatchObject({ status: 401, errors: [{ field: 'Authorization' }] });
  });

  it('says that a token has expired', async () => {
    const reply = await bearer(hs256(claims({ exp: now() - 1 })));
    expect(reply.json()).toMatchObject({ type: 'urn:celerity:problem:expired-token' });
  });

  it('takes no token from anywhere but the header', async () => {
    const token = hs256(claims());
    const places = [
      ask({}, `/api/core/task-types?access_token=${token}&token=${token}&auth_token=${token}`),
      ask({ cookie: `access_token=${token}; jwt=${token}` }),
      ask({ 'x-access-token': token }),
      ask({ authorization: `Basic ${token}` }),
    ];
    for (const reply of await Promise.all(places)) expect(reply.status).toBe(401);
  });

  it.each([
    ['malformed JSON', { raw: '{"task_name":', type: 'application/json' }],
    ['bytes that are no UTF-8', { raw: new Uint8Array([0x7b, 0xff, 0x7d]), type: 'application/json' }],
    ['no JSON', { raw: 'a=b', type: 'application/x-www-form-urlencoded' }],
    ['an unknown type', { raw: '<a/>', type: 'application/xml' }],
    ['a body that is too large', { raw: 'x'.repeat(1_100_000), type: 'application/json' }],
    ['an unknown field', { raw: '{"bogus":1}', type: 'application/json' }],
  ])('asks who it is before it looks at the body: %s', async (_, { raw, type }) => {
    const send = (headers: Record<string, string>) =>
      system.gateway.ask('/api/core/tasks', { raw, headers: { ...headers, 'content-type': type } });
    const stranger = await send({});
    expect(stranger.status).toBe(401);
    expect(stranger.json()).toMatchObject({ type: 'urn:celerity:problem:missing-token' });
    expect((await send({ authorization: 'Bearer a.b.c' })).status).toBe(401);
    const known = await send({ authorization: `Bearer ${system.gateway.token('operator')}` });
    expect([400, 413, 415]).toContain(known.status);
  });

  it.each([
    ['GET', '/api/core/tasks', 'viewer'],
    ['GET', '/api/core/tasks/history', 'viewer'],
    ['GET', '/api/core/tasks/01900000-0000-7000-8000-000000000000', 'viewer'],
    ['GET', '/api/core/tasks/01900000-0000-7000-8000-000000000000/result', 'viewer'],
    ['GET', '/api/core/task-types', 'viewer'],
    ['POST', '/api/core/tasks', 'operator'],
  ])('%s %s is for a %s and above', async (method, path, needs) => {
    const body = method === 'POST' ? { body: {} } : {};
    expect((await system.gateway.ask(path, { method, ...body })).status).toBe(401);
    const below = await system.gateway.ask(path, { method, ...body, as: 'viewer' });
    if (needs === 'viewer') return expect(below.status).not.toBe(403);
    expect(below.status).toBe(403);
    expect(below.json<{ detail: string }>().detail).toBe(
      'This needs the role operator; the-viewer is viewer. Ask an admin, or log in as somebody else.',
    );
    for (const as of ['operator', 'admin'] as const) {
      expect((await system.gateway.ask(path, { method, ...body, as })).status).toBe(400);
    }
  });
});

describe('with a public key', () => {
  beforeAll(async () => {
    system = await TestSystem.start({ JWT_SECRET: '', JWT_PUBLIC_KEY: pem(rsa.publicKey) });
  });

  afterAll(() => system?.stop());

  it('takes a token signed with its private half', async () => {
    expect((await bearer(signed(claims(), rsa.privateKey, 'RS256'))).status).toBe(200);
  });

  it('refuses one signed with the public key as a secret', async () => {
    expect((await bearer(hs256(claims(), pem(rsa.publicKey)))).status).toBe(401);
  });

  it('refuses one of another key', async () => {
    const other = generateKeyPairSync('rsa', { modulusLength: 2048 });
    expect((await bearer(signed(claims(), other.privateKey, 'RS256'))).status).toBe(401);
  });

  it('makes no tokens itself', async () => {
    const login = { username: 'admin', password: 'correct horse battery' };
    const reply = await system.gateway.ask('/api/core/auth/token', { body: login });
    expect(reply.status).toBe(501);
    expect(reply.json<{ detail: string }>().detail).toContain('JWT_PUBLIC_KEY');
  });
});
