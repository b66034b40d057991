import { createHash } from 'node:crypto';
import { mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { FolderShelf, openShelf } from '@celerity/service';
import { S3TestServer } from '@celerity/service/testing/s3';
import { TestSystem } from '../testing/test-system.js';

const ID = '018f0000-0000-7000-8000-000000000001';
const OTHER = '018f0000-0000-7000-8000-000000000002';
const content = '﻿shop_code,name\r\nL1-01,老王\r\n';
const file = {
  file_name: 'shops-20261001T000000Z-aaaaaaaaaaaa.csv',
  media_type: 'text/csv; charset=utf-8',
  bytes: Buffer.byteLength(content),
  sha256: createHash('sha256').update(content).digest('hex'),
  expires_at: new Date(Date.now() + 3_600_000).toISOString(),
};

let folder: string;
let shelf: FolderShelf;
let system: TestSystem;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'files-'));
  shelf = new FolderShelf(join(folder, 'exports'));
  system = await TestSystem.start({ EXPORT_DIR: shelf.directory, REPORT_DIR: join(folder, 'reports') });
  await shelf.record(ID, file);
  await writeFile(join(shelf.directory, file.file_name), content);
});
afterAll(async () => {
  await system?.stop();
  await rm(folder, { recursive: true, force: true });
});

const get = (path: string, as: 'viewer' | 'operator' | 'admin' = 'operator') =>
  system.gateway.ask(`/api/core/${path}`, { as });

it('hands out an export byte for byte, to be saved, with its checksum', async () => {
  const response = await fetch(`${system.gateway.url}/api/core/exports/${ID}`, {
    headers: { authorization: `Bearer ${system.gateway.token('operator')}` },
  });
  const body = Buffer.from(await response.arrayBuffer());
  expect(response.status).toBe(200);
  expect(body.toString()).toBe(content);
  expect(createHash('sha256').update(body).digest('hex')).toBe(response.headers.get('x-checksum-sha256'));
  expect(Object.fromEntries(response.headers)).toMatchObject({
    'content-disposition': `attachment; filename="${file.file_name}"`,
    'content-type': file.media_type,
    'content-length': String(file.bytes),
    'cache-control': 'private, no-store',
    'x-content-type-options': 'nosniff',
  });
});

it('asks for the role', async () => {
  expect((await get(`exports/${ID}`, 'viewer')).status).toBe(403);
  expect((await system.gateway.ask(`/api/core/exports/${ID}`)).status).toBe(401);
  expect((await system.gateway.ask('/api/core/reports/monthly-2026-10-01/xlsx')).status).toBe(401);
});

it('tells unknown from gone', async () => {
  expect((await get(`exports/${OTHER}`)).status).toBe(404);
  await shelf.record(OTHER, { ...file, expires_at: new Date(Date.now() - 1).toISOString() });
  expect((await get(`exports/${OTHER}`)).json()).toMatchObject({ status: 410, title: 'Gone' });
  await shelf.record(OTHER, { ...file, file_name: 'removed.csv' });
  expect((await get(`exports/${OTHER}`)).status).toBe(410);
});

it.each([
  ['exports/not-an-id', 400],
  ['exports/..%2f..%2fetc%2fpasswd', 400],
  ['exports/%00', 400],
  ['reports/..%2fexports/xlsx', 404],
  ['reports/..%2f..%2f..%2fetc/passwd', 404],
  [`reports/..%2fexports%2f${ID}/x`, 404],
  ['reports/monthly-2026-10-01/exe', 404],
])('refuses %s with %i', async (path, status) => {
  const reply = await get(path);
  expect(reply.status).toBe(status);
  expect(reply.headers.get('content-type')).toContain('application/problem+json');
});

it('hands out no link that leads out of the folder', async () => {
  await symlink('/etc/hostname', join(shelf.directory, 'link.csv'));
  await shelf.record(OTHER, { ...file, file_name: 'link.csv' });
  // Asked past the check of answers: somebody has tampered with the folder, and that is a failure that no document names.
  const reply = await fetch(`${system.gateway.url}/api/core/exports/${OTHER}`, {
    headers: { authorization: `Bearer ${system.gateway.token('operator')}` },
  });
  expect(reply.status).toBe(500);
  expect(await reply.text()).not.toContain('link.csv');
});

it('hands out a report to viewers', async () => {
  const reports = new FolderShelf(join(folder, 'reports'));
  const figures = JSON.stringify({ revenue: '12.00' });
  const report = {
    file_name: 'monthly-2026-10-01-aaaaaaaaaaaa.json',
    media_type: 'application/json',
    bytes: Buffer.byteLength(figures),
    sha256: createHash('sha256').update(figures).digest('hex'),
    expires_at: null,
  };
  await reports.record('monthly-2026-10-01.json', report);
  await writeFile(join(reports.directory, report.file_name), figures);
  const reply = await get('reports/monthly-2026-10-01/json', 'viewer');
  expect([reply.status, reply.headers.get('x-checksum-sha256')]).toEqual([200, report.sha256]);
  await reports.record('hourly-2026-10-01T13+0800.json', report);
  expect((await get('reports/hourly-2026-10-01T13+0800/json', 'viewer')).status).toBe(200);
});

it('hands out what is in S3 as it does what is in a folder', async () => {
  const s3 = await S3TestServer.start();
  const there = await TestSystem.start({ ...s3.env, EXPORT_DIR: join(folder, 'work') });
  const exports = openShelf('exports', folder, s3.settings);
  await writeFile(join(folder, '.export.part'), content);
  await exports.put(join(folder, '.export.part'), file.file_name);
  await exports.record(ID, file);
  const reply = await there.gateway.ask(`/api/core/exports/${ID}`, { as: 'operator' });
  expect([reply.status, reply.text]).toEqual([200, content.replace('\uFEFF', '')]);
  expect(reply.headers.get('x-checksum-sha256')).toBe(file.sha256);
  await exports.remove(file.file_name);
  expect((await there.gateway.ask(`/api/core/exports/${ID}`, { as: 'operator' })).status).toBe(410);
  expect((await there.gateway.ask(`/api/core/exports/${OTHER}`, { as: 'operator' })).status).toBe(404);
  await s3.stop();
  const away = await there.gateway.ask(`/api/core/exports/${ID}`, { as: 'operator' });
  expect([away.status, away.headers.get('retry-after')]).toEqual([503, expect.stringMatching(/^\d+$/)]);
  await there.stop();
});
