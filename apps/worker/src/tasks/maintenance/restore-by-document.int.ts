import { execFile } from 'node:child_process';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { delimiter, dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { backupDatabase } from '@celerity/contracts';
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

/** A checksum of what every table holds, row by row. */
async function contentsOf(db: Kysely<unknown>): Promise<Record<string, string>> {
  const contents: Record<string, string> = {};
  for (const table of (await countRows(db, new AbortController().signal)).keys()) {
    const { rows } = await sql<{ md5: string }>`
      select md5(coalesce(string_agg(t::text, chr(10) order by t::text), '')) as md5
      from ${sql.table(table)} t`.execute(db);
    contents[table] = rows[0]?.md5 ?? '';
  }
  return contents;
}

it('restores a lost database by the document alone: the same rows, the same contents', async () => {
  const mall = await TestMall.create();
  const folder = await mkdtemp(join(tmpdir(), 'restore-'));
  await mall.seed();
  const lost = openForBackup(mall.url);
  const before = {
    rows: await countRows(lost, new AbortController().signal),
    contents: await contentsOf(lost),
  };
  await lost.destroy();
  const handler = new BackupDatabaseHandler(new BackupSettings(mall.url, new FolderShelf(folder)));
  const backup = await handler.run({}, new RecordingContext(backupDatabase.name));

  const { PGDATABASE: name, ...connection } = connectionEnv(mall.url);
  const { restore } = await findPostgresTools(1, process.env['PATH'] ?? '');
  const path = [dirname(restore), process.env['PATH']].join(delimiter);
  const { stdout } = await promisify(execFile)('bash', ['-c', await documentedCommands()], {
    env: { ...connection, PATH: path, BACKUP_DIR: folder, DATABASE: name },
  });
  expect(stdout).toContain(`${backup.file_name}: OK`);
  expect(stdout).toContain(`${backup.rows} rows, as in the backup`);

  const restored = openForBackup(mall.url);
  expect(await countRows(restored, new AbortController().signal)).toEqual(before.rows);
  expect(await contentsOf(restored)).toEqual(before.contents);
  expect(before.rows.get('mall.bills')).toBeGreaterThan(1_000);
  await restored.destroy();
  await mall.close();
  await rm(folder, { recursive: true, force: true });
});

it('is told when a dump is not what was verified', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'restore-'));
  const shelf = new FolderShelf<{ file_name: string; sha256: string; rows: number }>(folder);
  const file_name = 'celerity-20260101T000000Z-aaaaaaaaaaaa.dump';
  await shelf.record(file_name, { file_name, sha256: 'a'.repeat(64), rows: 1 });
  const commands = `printf changed > ${join(folder, file_name)}\n${await documentedCommands()}`;
  const env = { PATH: process.env['PATH'], BACKUP_DIR: folder, DATABASE: 'nothing', PGHOST: '/nowhere' };
  await expect(promisify(execFile)('bash', ['-c', commands], { env })).rejects.toMatchObject({
    stdout: expect.stringContaining(`${file_name}: FAILED`) as string,
    stderr: expect.not.stringContaining('dropdb') as string,
  });
  await rm(folder, { recursive: true, force: true });
});
