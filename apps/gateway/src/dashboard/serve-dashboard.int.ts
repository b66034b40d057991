import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fastify, { type FastifyInstance } from 'fastify';
import { useSecurityHeaders } from '../http/security-headers.js';
import { serveDashboard } from './serve-dashboard.js';

const HTML = { accept: 'text/html,application/xhtml+xml,*/*;q=0.8' };

let directory: string;
let server: FastifyInstance;

beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), 'dashboard-'));
  await mkdir(join(directory, 'assets'));
  await writeFile(join(directory, 'index.html'), '<title>Celerity</title>');
  await writeFile(join(directory, 'assets/index-abc123.js'), 'export {};');
  server = fastify();
  useSecurityHeaders(server);
  serveDashboard(server, directory);
  await server.ready();
});

afterAll(async () => {
  await server.close();
  await rm(directory, { recursive: true });
});

const get = (url: string, headers = {}) => server.inject({ url, headers });

it('serves the page at /, to be asked for again, under a policy without inline anything', async () => {
  const { statusCode, headers, body } = await get('/');
  expect([statusCode, body]).toEqual([200, '<title>Celerity</title>']);
  expect(headers['cache-control']).toBe('no-cache');
  expect(headers['content-security-policy']).toContain("style-src 'self';");
  expect(headers['content-security-policy']).not.toContain('unsafe');
});

it('serves hashed files for good', async () => {
  const { statusCode, headers } = await get('/assets/index-abc123.js');
  expect([statusCode, headers['cache-control']]).toEqual([200, 'public, max-age=31536000, immutable']);
});

it("gives a browser the page at the dashboard's own addresses", async () => {
  const { statusCode, body } = await get('/tasks/0198c0de-0000-7000-8000-000000000000', HTML);
  expect([statusCode, body]).toEqual([200, '<title>Celerity</title>']);
});

it.each([
  ['a program asks', '/tasks', {}],
  ['it is a path of the API', '/api/core/tusks', HTML],
  ['it is a file that is gone', '/assets/index-old.js', HTML],
  ['it leads out of the directory', '/assets/..%2f..%2fpackage.json', {}],
])('answers 404 when %s', async (_, url, headers) => {
  expect((await get(url, headers)).statusCode).toBe(404);
});

it('answers 404 to what is sent', async () => {
  expect((await server.inject({ method: 'POST', url: '/tasks', headers: HTML })).statusCode).toBe(404);
});

it('serves nothing, and says so, where the dashboard is not built', async () => {
  const bare = fastify();
  serveDashboard(bare, join(directory, 'nowhere'));
  expect((await bare.inject({ url: '/', headers: HTML })).statusCode).toBe(404);
  await bare.close();
});
