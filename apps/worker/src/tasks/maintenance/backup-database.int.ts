import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { buffer } from 'node:stream/consumers';
import { backupDatabase } from '@celerity/contracts';
import { type Kysely, sql } from 'kysely';
import { FolderShelf, openShelf } from '@celerity/service';
import { createTestDatabase } from '@celerity/service/testing';
import { S3TestServer } from '@celerity/service/testing/s3';
import { RecordingContext } from '../../testing/recording-context.js';
import { TestMall } from '../../testing/test-mall.js';
import { BackupDatabaseHandler } from './backup-database.handler.js';
import { BackupFolder } from './backup-folder.js';
import type { BackupManifest } from './backup-manifest.js';
import { BackupSettings } from './backup-settings.js';
import { findPostgresTools } from './postgres-tools.js';
import { countRows } from './row-counts.js';
import { connectionEnv, runTool } from './run-tool.js';
import { openForBackup } from './verified-dump.js';

let mall: TestMall;
let folder: string;
let searchPath: string;

beforeAll(async () => {
  mall = await TestMall.create();
  await mall.seed();
});
afterAll(() => mall?.close());
beforeEach(async () => {
  folder = join(await mkdtemp(join(tmpdir(), 'backup-')), 'new');
  searchPath = await mkdtemp(join(tmpdir(), 'tools-'));
});
afterEach(async () => {
  await rm(join(folder, '..'), { recursive: true, force: true });
  await rm(searchPath, { recursive: true, force: true });
});

const context = (taskId?: string) => new RecordingContext(backupDatabase.name, taskId);
const handler = (path = process.env['PATH']) =>
  new BackupDatabaseHandler(new BackupSettings(mall.url, new FolderShelf(folder), path));

/** Puts programs of version 99, so preferred to any real ones, on a search path of their own. */
async function fakeTools(dump: string, restore: string): Promise<void> {
  for (const [name, script] of Object.entries({ pg_dump: dump, pg_restore: restore })) {
    const version = `if [ "$1" = --version ]; then echo "${name} (PostgreSQL) 99.1"; exit; fi`;
    await writeFile(join(searchPath, name), `#!/bin/sh\n${version}\n${script}\n`, { mode: 0o755 });
  }
}

async function scratchDatabases(): Promise<string[]> {
  const { rows } = await sql<{ name: string }>`
    select datname as name from pg_database
    where starts_with(datname, 'celerity_verify_' || left(md5('/' || current_database()), 8))`.execute(
    mall.db,
  );
  return rows.map(({ name }) => name);
}

const untilExists = async (path: string): Promise<void> => {
  while (!existsSync(path)) await new Promise((resolve) => setTimeout(resolve, 20));
};

describe('backup_database', () => {
  it('makes a file that was restored and found complete', async () => {
    const given = context();
    const output = await handler().run({}, given);
    const path = join(folder, output.file_name);
    const content = await readFile(path);
    expect(output).toMatchObject({ verified: true, removed: [], bytes: content.length });
    expect(output.sha256).toBe(createHash('sha256').update(content).digest('hex'));
    expect(content.subarray(0, 5).toString()).toBe('PGDMP');
    expect((await stat(path)).mode & 0o077).toBe(0);
    const { rows } = await sql<{ bills: number }>`select count(*)::int as bills from mall.bills`.execute(
      mall.db,
    );
    expect(output.rows).toBeGreaterThan(rows[0]?.bills ?? 0);
    expect(output.tables).toBeGreaterThanOrEqual(9);
    expect(given.steps.at(-1)).toMatchObject({ current: 3, total: 3 });
    expect((await readdir(folder)).sort()).toEqual([output.file_name, `${output.file_name}.json`]);
    expect(await scratchDatabases()).toEqual([]);
  });

  it('can be restored elsewhere: the same rows, the same checksum of their content', async () => {
    const { file_name } = await handler().run({}, context());
    const { url, drop } = await createTestDatabase();
    const { restore } = await findPostgresTools(1, process.env['PATH'] ?? '');
    const database = new URL(url).pathname.slice(1);
    const signal = new AbortController().signal;
    await runTool(restore, ['--no-owner', `--dbname=${database}`, join(folder, file_name)], url, signal);
    const restored = openForBackup(url);
    const content = sql<{ md5: string }>`
      select md5(string_agg(b::text, ',' order by id)) as md5 from mall.bills b`;
    expect((await content.execute(restored)).rows).toEqual((await content.execute(mall.db)).rows);
    expect(await countRows(restored, signal)).toEqual(await countRows(mall.db as Kysely<unknown>, signal));
    await restored.destroy();
    await drop();
  });

  it('goes to S3 where there is one, and is read back from there', async () => {
    const s3 = await S3TestServer.start();
    const shelf = openShelf<BackupManifest>('backups', folder, s3.settings);
    const there = new BackupDatabaseHandler(new BackupSettings(mall.url, shelf));
    const old = 'celerity-20200101T000000Z-aaaaaaaaaaaa.dump';
    await mkdir(folder);
    await writeFile(join(folder, '.old.part'), 'x');
    await shelf.put(join(folder, '.old.part'), old);
    const given = context();
    const output = await there.run({ keep: 1 }, given);
    expect(output.removed).toEqual([old]);
    expect(await readdir(folder)).toEqual([]);
    const { file_name, sha256 } = output;
    const stored = await buffer((await shelf.open(output)) as NodeJS.ReadableStream);
    expect(createHash('sha256').update(stored).digest('hex')).toBe(sha256);
    expect(await shelf.find(file_name)).toMatchObject({ task_id: given.taskId, verified: true });
    expect(await there.run({ keep: 1 }, context(given.taskId))).toEqual({ ...output, removed: [] });
    expect((await shelf.list()).map(({ name }) => name).sort()).toEqual([file_name, `${file_name}.json`]);
    await s3.stop();
  });

  it('gives the same backup to a rerun of the task', async () => {
    const first = context();
    const output = await handler().run({}, first);
    expect(await handler().run({}, context(first.taskId))).toEqual(output);
    await rm(join(folder, output.file_name));
    const again = await handler().run({}, context(first.taskId));
    expect(await readdir(folder)).toContain(again.file_name);
  });

  it('keeps the newest and removes nothing that is not a backup', async () => {
    await handler().run({}, context());
    const old = [
      'celerity-20200101T000000Z-aaaaaaaaaaaa.dump',
      'celerity-20200102T000000Z-aaaaaaaaaaaa.dump',
    ];
    const foreign = [
      'notes.txt',
      'other-20200101T000000Z-aaaaaaaaaaaa.dump',
      'celerity-20200101T000000Z.dump',
    ];
    const unfinished = '.celerity-20200101T000000Z-aaaaaaaaaaaa.dump.part';
    for (const name of [...old, ...foreign, unfinished]) await writeFile(join(folder, name), 'x');
    const { removed, file_name } = await handler().run({ keep: 2 }, context());
    expect(removed).toEqual([...old].reverse());
    const left = await readdir(folder);
    expect(left).toEqual(expect.arrayContaining([file_name, ...foreign]));
    expect(left).not.toContain(unfinished);
    expect(
      left.filter((name) => /Z-[0-9a-f]{12}\.dump$/.test(name) && !name.startsWith('other')),
    ).toHaveLength(2);
  });

  it('passes the password in no argument, and its environment to nobody', async () => {
    await fakeTools(`echo "$@" > ${searchPath}/argv; env > ${searchPath}/env; exit 3`, 'exit 0');
    await expect(handler(searchPath).run({}, context())).rejects.toThrow(/pg_dump failed/);
    const { password, username } = new URL(mall.url);
    expect(await readFile(join(searchPath, 'argv'), 'utf8')).not.toMatch(password);
    const env = await readFile(join(searchPath, 'env'), 'utf8');
    expect(env).toContain(`PGPASSWORD=${password}`);
    expect(env).toContain(`PGUSER=${username}`);
    expect(env).not.toContain('AMQP_URL');
    expect(await readdir(folder)).toEqual([]);
  });

  it('refuses a dump that does not hold every row', async () => {
    const { dump } = await findPostgresTools(1, '');
    await fakeTools(`PATH=/usr/bin:/bin exec ${dump} "$@"`, 'exit 0');
    const run = handler(searchPath).run({}, context());
    await expect(run).rejects.toMatchObject({ name: 'BackupNotVerified' });
    await expect(run).rejects.toThrow(/mall\.bills has no rows in place of \d+/);
    expect(await readdir(folder)).toEqual([]);
    expect(await scratchDatabases()).toEqual([]);
  });

  it('kills the program when it is stopped, and runs one backup at a time', async () => {
    await fakeTools(
      `echo $$ > ${searchPath}/pid.part; mv ${searchPath}/pid.part ${searchPath}/pid; exec sleep 60`,
      'exit 0',
    );
    const given = context();
    const run = handler(searchPath).run({}, given);
    run.catch(() => undefined);
    await untilExists(join(searchPath, 'pid'));
    await expect(handler().run({}, context())).rejects.toMatchObject({ name: 'BackupAlreadyRunning' });
    const pid = Number(await readFile(join(searchPath, 'pid'), 'utf8'));
    given.controller.abort(new Error('revoked'));
    await expect(run).rejects.toThrow('revoked');
    expect(() => process.kill(pid, 0)).toThrow();
    expect(await readdir(folder)).toEqual([]);
  });

  it('clears away the scratch database of a backup that was killed', async () => {
    const { rows } = await sql<{ name: string }>`
      select 'celerity_verify_' || left(md5('/' || current_database()), 8) || '_0badcafe' as name`.execute(
      mall.db,
    );
    await sql`create database ${sql.id(rows[0]?.name ?? '')}`.execute(mall.db);
    await handler().run({}, context());
    expect(await scratchDatabases()).toEqual([]);
  });

  it('says which program is missing', async () => {
    await expect(findPostgresTools(98, process.env['PATH'] ?? '')).rejects.toThrow(
      /no pg_dump and pg_restore of version 98 or later .*\(found: \d+.*install postgresql-client-98/,
    );
    await expect(findPostgresTools(15, '/nowhere', '/nowhere')).rejects.toThrow(
      /install postgresql-client-15/,
    );
    await fakeTools('exit 0', 'exit 0');
    expect((await findPostgresTools(15, searchPath)).dump).toBe(join(searchPath, 'pg_dump'));
  });

  it('refuses to fill up the disk', async () => {
    const backups = new BackupFolder(new FolderShelf(folder));
    await backups.prepare();
    await expect(backups.requireSpace(1n << 60n)).rejects.toThrow(/free some space or set BACKUP_DIR/);
    await expect(backups.requireSpace(1n)).resolves.toBeUndefined();
  });
});

describe('connectionEnv', () => {
  it('takes a URL apart', () => {
    expect(connectionEnv('postgres://us%40er:p%2Fw%3F@[::1]:6543/my%20db?sslmode=require')).toMatchObject({
      ...{ PGHOST: '::1', PGPORT: '6543', PGUSER: 'us@er', PGPASSWORD: 'p/w?', PGDATABASE: 'my db' },
      PGSSLMODE: 'require',
    });
    expect(connectionEnv('postgres:///d?host=/run/pg')).toMatchObject({ PGHOST: '/run/pg', PGDATABASE: 'd' });
  });
});
