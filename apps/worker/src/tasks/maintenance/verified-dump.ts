import { writeFile } from 'node:fs/promises';
import { createDatabase } from '@celerity/service';
import { type Kysely, sql } from 'kysely';
import { cancelOnAbort } from '../../mall/cancel-on-abort.js';
import { BackupNotVerified } from './backup-errors.js';
import type { PostgresTools } from './postgres-tools.js';
import { countRows, differences, type RowCounts } from './row-counts.js';
import { runTool } from './run-tool.js';
import { withScratchDatabase } from './scratch-database.js';

/** The database that is dumped, with a connection to it and the programs that fit it. */
export interface DumpSource {
  readonly db: Kysely<unknown>;
  readonly databaseUrl: string;
  readonly tools: PostgresTools;
}

/** Writes the dump and counts the rows in the same snapshot, so that the two must agree. */
export function dump(
  { db, databaseUrl, tools }: DumpSource,
  path: string,
  signal: AbortSignal,
): Promise<RowCounts> {
  return db
    .transaction()
    .setIsolationLevel('repeatable read')
    .setAccessMode('read only')
    .execute((trx) =>
      cancelOnAbort(db, trx, signal, async () => {
        const { rows } = await sql<{ snapshot: string }>`select pg_export_snapshot() as snapshot`.execute(
          trx,
        );
        const args = ['--format=custom', '--no-password', '--lock-wait-timeout=60000'];
        // Made here, so that nobody else may read what pg_dump puts into it.
        await writeFile(path, '', { mode: 0o600 });
        args.push(`--snapshot=${rows[0]?.snapshot}`, `--file=${path}`);
        await runTool(tools.dump, args, databaseUrl, signal);
        return countRows(trx, signal);
      }),
    );
}

/**
 * Restores the dump into a scratch database and counts again.
 * @throws BackupNotVerified
 */
export function verify(
  { db, databaseUrl, tools }: DumpSource,
  path: string,
  expected: RowCounts,
  signal: AbortSignal,
): Promise<void> {
  return withScratchDatabase(db, databaseUrl, async (scratchUrl) => {
    const args = ['--exit-on-error', '--no-owner', '--no-privileges', '--no-password'];
    args.push(`--dbname=${new URL(scratchUrl).pathname.slice(1)}`, path);
    await runTool(tools.restore, args, scratchUrl, signal);
    const wrong = differences(expected, await countRowsOf(scratchUrl, signal));
    if (wrong.length > 0) throw new BackupNotVerified(`the restored dump differs: ${wrong.join('; ')}`);
  });
}

async function countRowsOf(databaseUrl: string, signal: AbortSignal): Promise<RowCounts> {
  const db = openForBackup(databaseUrl);
  try {
    return await countRows(db, signal);
  } finally {
    await db.destroy();
  }
}

/** Connections of a backup's own, without the limit on a statement's time that short queries have. */
export function openForBackup(databaseUrl: string): Kysely<unknown> {
  return createDatabase<unknown>({
    databaseUrl,
    schema: 'public',
    applicationName: 'celerity-backup',
    maxConnections: 4,
    statementTimeoutMs: 0,
  });
}
