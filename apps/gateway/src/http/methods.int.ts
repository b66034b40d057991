import { rawRequest } from '@celerity/service/testing/raw-request';
import { TestSystem } from '../testing/test-system.js';

let system: TestSystem;

beforeAll(async () => {
  system = await TestSystem.start();
});

afterAll(() => system?.stop());

const options = (path: string) => system.gateway.ask(path, { method: 'OPTIONS' });

it('tells what a path takes when asked with OPTIONS', async () => {
  const tasks = await options('/api/core/tasks');
  expect([tasks.status, tasks.text]).toEqual([204, '']);
  expect(tasks.headers.get('allow')).toBe('GET, HEAD, OPTIONS, POST');
  expect((await options('/api/core/auth/token')).headers.get('allow')).toBe('OPTIONS, POST');
  expect((await options('/api/core/taks')).status).toBe(404);
});

it('tells what the server takes when asked for no path', async () => {
  const { status, headers } = await rawRequest(
    system.gateway.url,
    'OPTIONS * HTTP/1.1\r\nHost: gateway\r\nConnection: close\r\n\r\n',
  );
  expect([status, headers['allow']]).toEqual([204, 'DELETE, GET, HEAD, OPTIONS, PATCH, POST']);
});

it('answers HEAD as GET, without a body', async () => {
  const head = await system.gateway.ask('/health/live', { method: 'HEAD' });
  const get = await system.gateway.ask('/health/live');
  expect([head.status, head.text]).toEqual([get.status, '']);
  expect(head.headers.get('content-length')).toBe(String(get.text.length));
});

it.each(['PUT', 'PROPFIND', 'TRACE'])('refuses %s with what is allowed', async (method) => {
  const { status, headers, body } = await rawRequest(
    system.gateway.url,
    `${method} /api/core/tasks HTTP/1.1\r\nHost: gateway\r\nConnection: close\r\n\r\n`,
  );
  expect([status, headers['allow']]).toEqual([405, 'GET, HEAD, OPTIONS, POST']);
  expect(JSON.parse(body)).toMatchObject({ type: 'urn:celerity:problem:method-not-allowed' });
});

it('says of a compressed body that it must not be', async () => {
  const reply = await system.gateway.ask('/api/core/tasks', {
    as: 'operator',
    raw: new Uint8Array([0x1f, 0x8b, 8, 0]),
    headers: { 'content-type': 'application/json', 'content-encoding': 'gzip' },
  });
  expect(reply.status).toBe(415);
  expect(reply.json()).toMatchObject({ errors: [{ field: 'Content-Encoding' }] });
});

it('logs a body that breaks off half-way in one line', async () => {
  const { log, url } = system.gateway;
  const before = log.length;
  const token = system.gateway.token('operator');
  const { status } = await rawRequest(
    url,
    `POST /api/core/tasks HTTP/1.1\r\nHost: gateway\r\nAuthorization: Bearer ${token}\r\n` +
      'Content-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\n2\r\n{"\r\nzz\r\n',
  );
  expect(status).toBe(400);
  await system.gateway.ask('/api/core/nowhere');
  expect(log.slice(before).filter((line) => line.includes('"context":"Http"'))).toEqual([
    expect.stringContaining('malformed-request'),
    expect.stringContaining('/api/core/nowhere'),
  ]);
});
