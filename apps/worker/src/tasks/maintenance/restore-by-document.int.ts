import { execFile } from 'node:child_process';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { delimiter, dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { type BackupDatabaseOutput, backupDatabase } from '@celerity/contracts';
import { FolderShelf } from '@celerity/service';
import { type Kysely, sql } from 'kysely';
import { RecordingContext } from '../../testing/recording-context.js';
import { TestMall } from '../../testing/test-mall.js';
import { BackupDatabaseHandler } from './backup-database.handler.js';
import { BackupSettings } from './backup-settings.js';
import { findPostgresTools } from './postgres-tools.js';
import { countRows } from './row-counts.js';
import { connectionEnv } from './run-tool.js';
import { openForBackup } from './verified-dump.js';

const DOCUMENT = join(__dirname, '../../../../../docs/operations.md');

/** The commands of the chapter on backups, as they stand there. */
async function documentedCommands(): Promise<string> {
  const [, chapter = ''] = (await readFile(DOCUMENT, 'utf8')).split('## Backups\n');
  const [, commands] = /```bash\n(.*?)```/s.exec(chapter) ?? [];
  if (!commands) throw new Error('docs/operations.md says no longer how to restore a backup');
  return commands;
}

/** Of every table how many rows it has, and a checksum of what they hold. */
async function contentsOf(db: Kysely<unknown>): Promise<Record<string, string>> {
  const contents: Record<string, string> = {};
  for (const [table, count] of await countRows(db, new AbortController().signal)) {
    const { rows } = await sql<{ md5: string }>`
      select md5(coalesce(string_agg(t::text, chr(10) order by t::text), '')) as md5
      from ${sql.table(table)} t`.execute(db);
    contents[table] = `${count} ${rows[0]?.md5}`;
  }
  return contents;
}

let mall: TestMall;
let folder: string;
let before: Record<string, string>;
let backup: BackupDatabaseOutput;

beforeAll(async () => {
  mall = await TestMall.create();
  folder = await mkdtemp(join(tmpdir(), 'restore-'));
  await mall.seed();
});
beforeAll(async () => {
  const lost = openForBackup(mall.url);
  before = await contentsOf(lost);
  await lost.destroy();
  const handler = new BackupDatabaseHandler(new BackupSettings(mall.url, new FolderShelf(folder)));
  backup = await handler.run({}, new RecordingContext(backupDatabase.name));
});
afterAll(async () => {
  await mall?.close();
  await rm(folder, { recursive: true, force: true });
});

it('restores a lost database by the document alone: the same rows, the same contents', async () => {
  const { PGDATABASE: name, ...connection } = connectionEnv(mall.url);
  const { restore } = await findPostgresTools(1, process.env['PATH'] ?? '');
  const path = [dirname(restore), process.env['PATH']].join(delimiter);
  const { stdout } = await promisify(execFile)('bash', ['-c', await documentedCommands()], {
    env: { ...connection, PATH: path, BACKUP_DIR: folder, DATABASE: name },
  });
  expect(stdout).toContain(`${backup.file_name}: OK`);
  expect(stdout).toContain(`${backup.rows} rows, as in the backup`);

  const restored = openForBackup(mall.url);
  expect(await contentsOf(restored)).toEqual(before);
  expect(Number.parseInt(before['mall.bills'] ?? '')).toBeGreaterThan(1_000);
  await restored.destroy();
});

it('is told when a dump is not what was verified', async () => {
  const elsewhere = await mkdtemp(join(tmpdir(), 'restore-'));
  const shelf = new FolderShelf<{ file_name: string; sha256: string; rows: number }>(elsewhere);
  const file_name = 'celerity-20260101T000000Z-aaaaaaaaaaaa.dump';
  await shelf.record(file_name, { file_name, sha256: 'a'.repeat(64), rows: 1 });
  const commands = `printf changed > ${join(elsewhere, file_name)}\n${await documentedCommands()}`;
  const env = { PATH: process.env['PATH'], BACKUP_DIR: elsewhere, DATABASE: 'nothing', PGHOST: '/nowhere' };
  await expect(promisify(execFile)('bash', ['-c', commands], { env })).rejects.toMatchObject({
    stdout: expect.stringContaining(`${file_name}: FAILED`) as string,
    stderr: expect.not.stringContaining('dropdb') as string,
  });
  await rm(elsewhere, { recursive: true, force: true });
});
