import { spawn, spawnSync } from 'node:child_process';
import { join } from 'node:path';
import type { Log } from './log.ts';
import { repoRoot, shortHash } from './places.ts';
import { findFreePorts, isPortFree } from './ports.ts';
import { readRecord, writeRecord } from './private-node.ts';
import { SetupError } from './setup-error.ts';

export type ComposeService = 'rabbitmq' | 'postgres';

export interface ComposedServices {
  urls: Record<ComposeService, string>;
  stop(): Promise<void>;
  kill(): Promise<void>;
}

interface ComposePorts {
  rabbitmq: number;
  postgres: number;
}

const FILE = join(repoRoot, 'docker', 'development.yaml');
const PORTS = 'compose.json';
const STANDARD: ComposePorts = { rabbitmq: 5672, postgres: 5432 };

/** True when a Docker engine with the compose command answers. */
export function hasDockerEngine(): boolean {
  const info = spawnSync('docker', ['info', '--format', '{{.ServerVersion}}'], {
    encoding: 'utf8',
    timeout: 10_000,
  });
  if (info.status !== 0 || info.stdout.trim() === '') return false;
  return spawnSync('docker', ['compose', 'version'], { stdio: 'ignore', timeout: 10_000 }).status === 0;
}

/** Starts services of docker/development.yaml as a project of this instance, and waits until they are healthy. */
export async function startComposed(
  dir: string,
  services: readonly ComposeService[],
  log: Log,
  signal?: AbortSignal,
): Promise<ComposedServices> {
  const project = ['compose', '--project-name', `celerity-${shortHash(dir)}`, '--file', FILE];
  const ports = await choosePorts(dir, project);
  const env = {
    ...process.env,
    CELERITY_AMQP_PORT: String(ports.rabbitmq),
    CELERITY_POSTGRES_PORT: String(ports.postgres),
  };
  const down = async (): Promise<void> => void (await docker([...project, 'down'], env));
  log(`Docker: starting ${services.join(' and ')} (the first time their images are fetched) …`);
  const code = await docker([...project, 'up', '--detach', '--wait', ...services], env, signal);
  if (code !== 0) {
    await down();
    signal?.throwIfAborted();
    throw new SetupError(
      `docker compose could not start ${services.join(' and ')} (exit code ${code})`,
      'See its output above; or set AMQP_URL and DATABASE_URL.',
    );
  }
  for (const service of services) log(`Docker: ${service} on port ${ports[service]}`);
  return {
    urls: {
      rabbitmq: `amqp://celerity:celerity@127.0.0.1:${ports.rabbitmq}`,
      postgres: `postgres://celerity:celerity@127.0.0.1:${ports.postgres}/celerity`,
    },
    stop: down,
    kill: async () => void (await docker([...project, 'kill'], env)),
  };
}

/** Known ports are kept while free or held by our own containers, else the containers would be made anew. */
async function choosePorts(dir: string, project: readonly string[]): Promise<ComposePorts> {
  const known = readRecord<ComposePorts>(dir, PORTS);
  const running = spawnSync('docker', [...project, 'ps', '--quiet'], { encoding: 'utf8' });
  if (known && (running.stdout ?? '').trim() !== '') return known;
  const [rabbitmq = 0, postgres = 0] = await findFreePorts(2, shortHash(dir));
  const ports = {
    rabbitmq: (await isPortFree(STANDARD.rabbitmq)) ? STANDARD.rabbitmq : rabbitmq,
    postgres: (await isPortFree(STANDARD.postgres)) ? STANDARD.postgres : postgres,
  };
  writeRecord(dir, PORTS, ports);
  return ports;
}

function docker(args: readonly string[], env: NodeJS.ProcessEnv, signal?: AbortSignal): Promise<number> {
  const child = spawn('docker', args, {
    env,
    stdio: ['ignore', process.stderr, process.stderr],
    ...(signal && { signal }),
  });
  return new Promise((resolve) => {
    child.once('error', () => resolve(1));
    child.once('close', (code) => resolve(code ?? 1));
  });
}
