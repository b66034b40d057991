import { spawn } from 'node:child_process';
import { chownSync, existsSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { SetupError } from '../setup-error.ts';
import type { DatabaseBinaries } from './database-binaries.ts';
import type { OsUser } from './database-owner.ts';

export interface ClusterLogin {
  user: string;
  password: string;
  dataDir: string;
}

/** Creates the files of a new server with one login and no way in without its password; once per folder. */
export async function createCluster(
  { user, password, dataDir }: ClusterLogin,
  { initdb }: DatabaseBinaries,
  owner: OsUser | undefined,
  durable: boolean,
): Promise<void> {
  if (isComplete(dataDir)) return;
  // What an interrupted initdb left would be refused by the next one.
  for (const entry of readdirSync(dataDir)) rmSync(join(dataDir, entry), { recursive: true });
  const secrets = mkdtempSync(join(tmpdir(), 'celerity-'));
  const passwordFile = join(secrets, 'password');
  writeFileSync(passwordFile, password, { mode: 0o600 });
  if (owner) for (const path of [secrets, passwordFile]) chownSync(path, owner.uid, owner.gid);
  try {
    await runInitdb(
      initdb,
      [
        ...['--pgdata', dataDir, '--username', user, '--pwfile', passwordFile],
        ...['--auth', 'scram-sha-256', '--encoding', 'UTF8', '--locale', 'C'],
        ...(durable ? [] : ['--no-sync']),
      ],
      owner,
    );
    writeFileSync(join(dataDir, 'celerity-complete'), '');
  } finally {
    rmSync(secrets, { recursive: true });
  }
}

/** initdb may have been interrupted after its first files: only our own mark, made last, counts. */
function isComplete(dataDir: string): boolean {
  return existsSync(join(dataDir, 'celerity-complete'));
}

async function runInitdb(initdb: string, args: string[], owner: OsUser | undefined): Promise<void> {
  const child = spawn(initdb, args, {
    cwd: '/',
    stdio: ['ignore', 'ignore', 'pipe'],
    detached: true,
    ...(owner && { uid: owner.uid, gid: owner.gid }),
  });
  let errors = '';
  child.stderr.on('data', (chunk: Buffer) => (errors += chunk.toString()));
  const code = await new Promise<number | null>((resolve, reject) => {
    child.once('error', reject);
    child.once('close', resolve);
  });
  if (code === 0) return;
  throw new SetupError(
    `initdb could not create a PostgreSQL server: ${errors.trim()}`,
    'Set DATABASE_URL to use another one.',
  );
}
