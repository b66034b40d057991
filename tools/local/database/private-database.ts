import { randomBytes } from 'node:crypto';
import { mkdirSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { shortHash } from '../places.ts';
import { findFreePorts, isPortFree } from '../ports.ts';
import { readRecord, stillRunning, writeRecord, type PrivateNode } from '../private-node.ts';
import { isAlive, type ProcessIdentity } from '../process/process-identity.ts';
import { lastLines, spawnDaemon } from '../process/spawn-daemon.ts';
import { killProcess, stopProcess } from '../process/stop-process.ts';
import { SetupError } from '../setup-error.ts';
import { waitUntil } from '../wait-until.ts';
import { findDatabaseBinaries, type DatabaseBinaries } from './database-binaries.ts';
import { createCluster } from './database-cluster.ts';
import { databaseOwner, placeForData, type OsUser } from './database-owner.ts';
import { ensureDatabase, probeDatabase } from './database-probe.ts';

export interface PrivateDatabaseOptions {
  /** Holds everything of this server; the same folder again means the same server with its data. */
  dir: string;
  /** False trades what a power cut would lose for speed: for tests only. */
  durable?: boolean;
  binaries?: DatabaseBinaries | undefined;
  signal?: AbortSignal | undefined;
  timeoutMs?: number;
}

interface DatabaseSettings {
  user: string;
  password: string;
  port: number;
  dataDir: string;
}

const SETTINGS = 'database.json';
const PROCESS = 'process.json';
const LOG = 'postgres.log';

/** Starts a PostgreSQL server of our own, or takes over the one a crashed run left in this folder. */
export async function startPrivateDatabase(options: PrivateDatabaseOptions): Promise<PrivateNode> {
  const { dir } = options;
  const running = await takeOver(dir);
  if (running) return running;
  const binaries = options.binaries ?? findDatabaseBinaries();
  if (!binaries) {
    throw new SetupError('PostgreSQL is not installed here', 'Install postgresql, or set DATABASE_URL.');
  }
  mkdirSync(dir, { recursive: true });
  const owner = databaseOwner();
  const settings = await loadSettings(dir, owner);
  await createCluster(settings, binaries, owner, options.durable ?? true);
  const server = await spawnServer(dir, settings, binaries, owner, options.durable ?? true);
  try {
    await waitUntilReady(dir, settings, server, options);
  } catch (error) {
    await killProcess(server);
    throw error;
  }
  return describeNode(dir, settings, server, false);
}

async function takeOver(dir: string): Promise<PrivateNode | undefined> {
  const server = readRecord<ProcessIdentity>(dir, PROCESS);
  const settings = readRecord<DatabaseSettings>(dir, SETTINGS);
  if (!server || !settings) return undefined;
  if (isAlive(server) && (await probeDatabase(urlOf(settings, 'postgres'))).state === 'accepted') {
    await ensureDatabase(urlOf(settings, 'postgres'));
    return describeNode(dir, settings, server, true);
  }
  await Promise.all(stillRunning([server]).map(killProcess));
  return undefined;
}

async function loadSettings(dir: string, owner: OsUser | undefined): Promise<DatabaseSettings> {
  const known = readRecord<DatabaseSettings>(dir, SETTINGS);
  const [freePort = 0] =
    known && (await isPortFree(known.port)) ? [known.port] : await findFreePorts(1, shortHash(dir));
  const settings: DatabaseSettings = {
    user: 'celerity',
    password: known?.password ?? randomBytes(18).toString('hex'),
    port: freePort,
    dataDir: placeForData(dir, owner),
  };
  writeRecord(dir, SETTINGS, settings);
  return settings;
}

async function spawnServer(
  dir: string,
  { port, dataDir }: DatabaseSettings,
  { postgres }: DatabaseBinaries,
  owner: OsUser | undefined,
  durable: boolean,
): Promise<ProcessIdentity> {
  const settings: Record<string, string | number> = {
    listen_addresses: '127.0.0.1',
    port,
    // A socket's path may be no longer than about 100 characters, which a deep checkout exceeds.
    unix_socket_directories: '',
    max_connections: 200,
    ...(durable ? {} : { fsync: 'off', synchronous_commit: 'off', full_page_writes: 'off' }),
  };
  const args = [
    '-D',
    dataDir,
    ...Object.entries(settings).flatMap(([name, value]) => ['-c', `${name}=${value}`]),
  ];
  const server = await spawnDaemon({
    command: postgres,
    args,
    cwd: '/',
    logFile: join(dir, LOG),
    user: owner && { uid: owner.uid, gid: owner.gid },
  });
  writeRecord(dir, PROCESS, server);
  return server;
}

async function waitUntilReady(
  dir: string,
  settings: DatabaseSettings,
  server: ProcessIdentity,
  { signal, timeoutMs = 60_000 }: PrivateDatabaseOptions,
): Promise<void> {
  const url = urlOf(settings, 'postgres');
  const outcome = await waitUntil(
    async () => {
      if (!isAlive(server)) return 'ended';
      return (await probeDatabase(url)).state === 'accepted' ? 'ready' : undefined;
    },
    { timeoutMs, signal },
  );
  if (outcome === 'ready') {
    await ensureDatabase(url);
    return;
  }
  const what = outcome === 'ended' ? 'ended while starting' : `was not ready after ${timeoutMs / 1000} s`;
  throw new SetupError(
    `the private PostgreSQL server ${what}\n${lastLines(join(dir, LOG), 8)}`,
    `See ${join(dir, LOG)}; removing ${dir} starts afresh (and loses its data).`,
  );
}

function describeNode(
  dir: string,
  settings: DatabaseSettings,
  server: ProcessIdentity,
  reused: boolean,
): PrivateNode {
  return {
    url: urlOf(settings),
    pid: server.pid,
    dir,
    reused,
    // SIGINT is PostgreSQL's fast shutdown: it ends sessions, writes a checkpoint and leaves.
    stop: async () => void (await stopProcess(server, { signal: 'SIGINT', graceMs: 30_000 })),
    kill: () => killProcess(server),
    discard: async () => {
      await killProcess(server);
      for (const path of [settings.dataDir, dir])
        await rm(path, { recursive: true, force: true, maxRetries: 5 });
    },
  };
}

function urlOf({ user, password, port }: DatabaseSettings, database = 'celerity'): string {
  return `postgres://${user}:${password}@127.0.0.1:${port}/${database}`;
}
