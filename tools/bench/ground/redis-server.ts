import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { connect } from 'node:net';
import { findExecutable, pathDirs } from '@celerity/tools/local/executables.ts';
import { shortHash } from '@celerity/tools/local/places.ts';
import { findFreePorts } from '@celerity/tools/local/ports.ts';
import { spawnDaemon } from '@celerity/tools/local/process/spawn-daemon.ts';
import { stopProcess } from '@celerity/tools/local/process/stop-process.ts';
import { SetupError } from '@celerity/tools/local/setup-error.ts';
import { waitUntil } from '@celerity/tools/local/wait-until.ts';
import type { Service } from './ground.ts';

/** A Redis of our own with an append-only file that is flushed each second: what its manual advises for queues. */
export async function startRedis(dir: string, started: AsyncDisposableStack): Promise<Service> {
  const command = findExecutable('redis-server', [...pathDirs(), '/usr/bin']);
  if (!command) throw new SetupError('Redis is not installed here', 'Install redis-server.');
  await mkdir(dir, { recursive: true });
  const [port = 0] = await findFreePorts(1, shortHash(dir));
  const identity = await spawnDaemon({
    command,
    args: ['--port', String(port), '--bind', '127.0.0.1', '--dir', dir, '--save', '', '--appendonly', 'yes'],
    cwd: dir,
    logFile: join(dir, 'redis.log'),
  });
  started.defer(async () => void (await stopProcess(identity)));
  const listens = await waitUntil(() => listensOn(port), { timeoutMs: 15_000 });
  if (!listens) throw new SetupError('Redis did not start', `See ${join(dir, 'redis.log')}.`);
  return { url: `redis://127.0.0.1:${port}/0`, pid: identity.pid };
}

function listensOn(port: number): Promise<true | undefined> {
  return new Promise((resolve) => {
    const socket = connect(port, '127.0.0.1');
    socket.once('error', () => resolve(undefined));
    socket.once('connect', () => {
      socket.destroy();
      resolve(true);
    });
  });
}
