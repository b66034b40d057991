import { type BackupDatabaseInput, type BackupDatabaseOutput, backupDatabase } from '@celerity/contracts';
import { type Kysely, sql } from 'kysely';
import type { TaskContext } from '../../engine/handlers/task-context.js';
import { HandlesTask, type TaskHandler } from '../../engine/handlers/task-handler.decorator.js';
import { BackupAlreadyRunning } from './backup-errors.js';
import { BackupFolder } from './backup-folder.js';
import type { BackupManifest } from './backup-manifest.js';
import { BackupSettings } from './backup-settings.js';
import { digestOf } from './file-digest.js';
import { findPostgresTools } from './postgres-tools.js';
import { totalRows } from './row-counts.js';
import { dump, openForBackup, verify } from './verified-dump.js';

const DEFAULT_KEEP = 7;
const STEPS = 3;

/** A file gets its name only after it was restored and found complete. */
@HandlesTask(backupDatabase)
export class BackupDatabaseHandler implements TaskHandler<typeof backupDatabase> {
  constructor(private readonly settings: BackupSettings) {}

  async run({ keep }: BackupDatabaseInput, context: TaskContext): Promise<BackupDatabaseOutput> {
    const db = openForBackup(this.settings.databaseUrl);
    try {
      // The lock is its connection's, so it goes when the worker does.
      return await db.connection().execute(async (connection) => {
        await lock(connection);
        return this.backup(db, keep ?? DEFAULT_KEEP, context);
      });
    } finally {
      await db.destroy();
    }
  }

  private async backup(
    db: Kysely<unknown>,
    keep: number,
    context: TaskContext,
  ): Promise<BackupDatabaseOutput> {
    const folder = new BackupFolder(this.settings.shelf);
    await folder.prepare();
    const manifest = (await folder.ofTask(context.idempotencyKey)) ?? (await this.make(db, folder, context));
    const { task_id: _task, created_at: _at, ...result } = manifest;
    const removed = await folder.keepNewest(keep);
    context.log('database backed up', { ...result, removed });
    return { ...result, removed };
  }

  private async make(
    db: Kysely<unknown>,
    folder: BackupFolder,
    context: TaskContext,
  ): Promise<BackupManifest> {
    const { idempotencyKey, signal } = context;
    const { major, bytes: needed } = await survey(db);
    await folder.requireSpace(needed);
    const { databaseUrl, searchPath } = this.settings;
    const source = { db, databaseUrl, tools: await findPostgresTools(major, searchPath) };
    const now = new Date();
    const file_name = folder.nameFor(idempotencyKey, now);
    const path = folder.temporaryPath(file_name);
    try {
      context.progress(0, STEPS, 'dumping the database');
      const counts = await dump(source, path, signal);
      context.progress(1, STEPS, 'restoring the dump to verify it');
      await verify(source, path, counts, signal);
      context.progress(2, STEPS, 'computing the checksum');
      const { bytes, sha256 } = await digestOf(path, signal);
      const figures = { file_name, bytes, sha256, tables: counts.size, rows: totalRows(counts) };
      const manifest = {
        ...figures,
        verified: true as const,
        task_id: idempotencyKey,
        created_at: now.toISOString(),
      };
      await folder.publish(manifest, signal);
      context.progress(STEPS, STEPS, 'verified');
      return manifest;
    } finally {
      await folder.discard(file_name);
    }
  }
}

/** @throws BackupAlreadyRunning */
async function lock(connection: Kysely<unknown>): Promise<void> {
  const { rows } = await sql<{ mine: boolean }>`
    select pg_try_advisory_lock(hashtextextended('celerity.backup_database', 0)) as mine`.execute(connection);
  if (!rows[0]?.mine) throw new BackupAlreadyRunning();
}

async function survey(db: Kysely<unknown>): Promise<{ major: number; bytes: bigint }> {
  const { rows } = await sql<{ version: number; bytes: string }>`
    select current_setting('server_version_num')::int as version,
      pg_database_size(current_database())::text as bytes`.execute(db);
  return { major: Math.floor((rows[0]?.version ?? 0) / 10_000), bytes: BigInt(rows[0]?.bytes ?? 0) };
}
