import { connect } from 'node:net';
import { once } from 'node:events';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { createServiceApplication } from '../application/service-application.js';
import { loadConfig } from '../config/load-config.js';
import { createLogger } from '../logging/create-logger.js';
import { eventually } from '../testing/eventually.js';
import { rawRequest } from '../testing/raw-request.js';
import { fixture, FixtureConfig } from '../testing/service-fixture.js';
import { createTestDatabase, type TestDatabase } from '../testing/test-database.js';

const HOST = 'Host: fixture\r\nConnection: close\r\n';
const POST = `POST /fixture/said HTTP/1.1\r\n${HOST}Content-Type: application/json\r\n`;

let database: TestDatabase;
let app: NestFastifyApplication;
let url: string;
const log: string[] = [];

beforeAll(async () => {
  database = await createTestDatabase();
  const config = loadConfig(FixtureConfig, { ...process.env, DATABASE_URL: database.url, LOG_LEVEL: 'info' });
  app = await createServiceApplication(fixture, config, createLogger('fixture', config, { write: record }));
  await app.listen(0, '127.0.0.1');
  url = await app.getUrl();
});

afterAll(async () => {
  await app?.close();
  await database?.drop();
});

function record(line: string): void {
  log.push(line);
}

/** The answer's problem; its headers, its title and its one line in the log are the same for all. */
async function refused(text: string | Buffer) {
  const before = log.length;
  const { status, headers, body } = await rawRequest(url, text);
  expect(headers['content-type']).toBe('application/problem+json; charset=utf-8');
  expect(headers['connection']).toBe('close');
  const problem = JSON.parse(body) as Record<string, string>;
  expect(problem).toMatchObject({ status, title: expect.stringMatching(/\w/) });
  expect(headers['x-request-id']).toBe(problem['request_id']);
  await eventually('its line in the log', () => log.length > before);
  const lines = log.slice(before).map((line) => JSON.parse(line) as Record<string, unknown>);
  // Whoever waits for the rest of a broken body says so too, in other words.
  expect(lines.filter(({ context }) => context === 'Http')).toEqual([
    expect.objectContaining({ status, request_id: problem['request_id'] }),
  ]);
  return { status, kind: problem['type']?.split(':').at(-1), detail: problem['detail'] };
}

describe('a request that reaches no route is answered as a problem and logged in one line', () => {
  it.each<[what: string, text: string | Buffer, status: number, kind: string, remedy: string]>([
    ['a method there is not', `FOO / HTTP/1.1\r\n${HOST}\r\n`, 501, 'unknown-method', 'no method FOO'],
    ['a method in lower case', `get / HTTP/1.1\r\n${HOST}\r\n`, 501, 'unknown-method', 'did you mean GET?'],
    ['half a line', 'GET\r\n\r\n', 400, 'malformed-request', 'Expected space after method'],
    [
      'a space in the path',
      `GET /a b HTTP/1.1\r\n${HOST}\r\n`,
      400,
      'malformed-request',
      'encodes its parts',
    ],
    ['TLS', Buffer.from('16030100050100000100', 'hex'), 400, 'tls-on-a-plain-port', 'Use http://'],
    ['HTTP/2', 'PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n', 505, 'http-version-not-supported', 'HTTP/1.1'],
    ['HTTP/2.0 as a word', `GET / HTTP/2.0\r\n${HOST}\r\n`, 505, 'http-version-not-supported', 'HTTP/1.1'],
    ['HTTP/9.9', `GET / HTTP/9.9\r\n${HOST}\r\n`, 505, 'http-version-not-supported', 'HTTP/1.1'],
    ['no Host', 'GET /fixture HTTP/1.1\r\nConnection: close\r\n\r\n', 400, 'missing-host', 'header Host'],
    [
      'headers without end',
      `GET / HTTP/1.1\r\n${HOST}X: ${'x'.repeat(20_000)}\r\n\r\n`,
      ...([431, 'headers-too-large', '16384 bytes'] as const),
    ],
    [
      'a query without end',
      `GET /?q=${'x'.repeat(20_000)} HTTP/1.1\r\n${HOST}\r\n`,
      ...([431, 'headers-too-large', 'Shorten the query'] as const),
    ],
    ['a bad escape', `GET /fixture/%zz HTTP/1.1\r\n${HOST}\r\n`, 400, 'bad-path', 'Percent-encode'],
    [
      'an id without end',
      `GET /fixture/by-id/${'x'.repeat(101)} HTTP/1.1\r\n${HOST}\r\n`,
      ...([414, 'path-too-long', '100 characters'] as const),
    ],
    ['a length in words', `${POST}Content-Length: two\r\n\r\n{}`, 400, 'malformed-request', 'Content-Length'],
    [
      'two lengths',
      `${POST}Content-Length: 2\r\nContent-Length: 3\r\n\r\n{}`,
      ...([400, 'malformed-request', 'Duplicate Content-Length'] as const),
    ],
    [
      'a length and chunks, as smugglers send',
      `${POST}Content-Length: 2\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n`,
      ...([400, 'malformed-request', 'Transfer-Encoding'] as const),
    ],
    [
      'a chunk of no size',
      `${POST}Transfer-Encoding: chunked\r\n\r\nzz\r\n`,
      400,
      'malformed-request',
      'chunk',
    ],
    [
      'a name with a space',
      `GET / HTTP/1.1\r\n${HOST}X A: b\r\n\r\n`,
      400,
      'malformed-request',
      'header token',
    ],
    ['a NUL', `GET / HTTP/1.1\r\n${HOST}X: a\0b\r\n\r\n`, 400, 'malformed-request', 'header value'],
    ['an expectation', `${POST}Expect: wonders\r\n\r\n`, 417, 'expectation-failed', '100-continue'],
    ['a tunnel', `CONNECT elsewhere:443 HTTP/1.1\r\n${HOST}\r\n`, 501, 'unknown-method', 'no proxy'],
  ])('%s', async (_what, text, status, kind, remedy) => {
    const answer = await refused(text);
    expect(answer).toMatchObject({ status, kind });
    expect(answer.detail).toContain(remedy);
  });

  it('one that does not arrive in time', async () => {
    const server = app.getHttpServer();
    const { requestTimeout, headersTimeout } = server;
    Object.assign(server, { requestTimeout: 200, headersTimeout: 100 });
    try {
      expect(await refused('GET /fixture HTTP/1.1\r\nHost: x\r\n')).toMatchObject({ status: 408 });
      expect(await refused(`${POST}Content-Length: 5\r\n\r\n{`)).toMatchObject({
        status: 408,
        kind: 'request-timeout',
      });
    } finally {
      Object.assign(server, { requestTimeout, headersTimeout });
    }
  });
});

it('gives a request a minute to come in', () => {
  const { requestTimeout, headersTimeout } = app.getHttpServer();
  expect([requestTimeout, headersTimeout]).toEqual([60_000, 60_000]);
});

it.each([
  ['HTTP/1.0, without Host', 'GET /fixture HTTP/1.0\r\n\r\n'],
  ['an offer to upgrade, which nobody has to take', `GET /fixture HTTP/1.1\r\nUpgrade: h2c\r\n${HOST}\r\n`],
  ['Expect: 100-continue', `GET /fixture HTTP/1.1\r\n${HOST}Expect: 100-continue\r\n\r\n`],
  ['a whole URL, as to a proxy', `GET http://elsewhere/fixture HTTP/1.1\r\n${HOST}\r\n`],
])('takes %s', async (_what, text) => {
  const { status, body } = await rawRequest(url, text);
  // What follows an interim answer is the answer.
  expect(status === 100 ? body : `HTTP/1.1 ${status} OK`).toContain('HTTP/1.1 200 OK');
  expect(body).toContain('{"answer":42}');
});

it('does not write an answer into one that has begun', async () => {
  const socket = connect(Number(new URL(url).port), '127.0.0.1');
  let received = '';
  socket.on('data', (data) => (received += String(data)));
  socket.write('GET /fixture/endless HTTP/1.1\r\nHost: x\r\n\r\n');
  await eventually('the beginning of an answer', () => received.includes('begun'));
  socket.write('nonsense\r\n\r\n');
  await once(socket, 'close');
  expect(received.match(/HTTP\/1\.1/g)).toHaveLength(1);
});
