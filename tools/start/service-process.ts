import { existsSync, mkdirSync, renameSync } from 'node:fs';
import { join } from 'node:path';
import { NODE_ARGUMENTS } from '../local/node-arguments.ts';
import { localBin, repoRoot } from '../local/places.ts';
import { isAlive, type ProcessIdentity } from '../local/process/process-identity.ts';
import { lastLines, spawnDaemon } from '../local/process/spawn-daemon.ts';
import { SetupError } from '../local/setup-error.ts';
import { waitUntil } from '../local/wait-until.ts';
import type { ServiceName } from './service-ports.ts';

export interface ServiceProcess {
  name: ServiceName;
  identity: ProcessIdentity;
  port: number;
  logFile: string;
}

export interface ServiceSpec {
  name: ServiceName;
  env: NodeJS.ProcessEnv;
  port: number;
  logDir: string;
}

const READY_TIMEOUT_MS = 60_000;

/** Starts one of the services as a process; its log begins afresh and the last one is kept beside it. */
export async function startService({ name, env, port, logDir }: ServiceSpec): Promise<ServiceProcess> {
  mkdirSync(logDir, { recursive: true });
  const logFile = join(logDir, `${name}.log`);
  if (existsSync(logFile)) renameSync(logFile, join(logDir, `${name}.previous.log`));
  const identity = await spawnDaemon({
    command: join(localBin, 'node'),
    args: [...NODE_ARGUMENTS, `apps/${name}/dist/main.js`],
    cwd: repoRoot,
    env,
    logFile,
  });
  return { name, identity, port, logFile };
}

/** Waits until the service says that it is ready; one that ends or hangs is told with the end of its log. */
export async function waitUntilReady(service: ServiceProcess, signal: AbortSignal): Promise<void> {
  let answer = 'no answer';
  const outcome = await waitUntil(
    async () => {
      if (!isAlive(service.identity)) return 'ended';
      answer = await askReady(service.port);
      return answer === 'ready' ? 'ready' : undefined;
    },
    { timeoutMs: READY_TIMEOUT_MS, signal },
  );
  if (outcome === 'ready') return;
  const what =
    outcome === 'ended'
      ? 'ended while starting'
      : `is not ready after ${READY_TIMEOUT_MS / 1000} s (${answer})`;
  throw new SetupError(
    `the ${service.name} ${what}. The end of its log:\n${lastLines(service.logFile, 12)}`,
    `Its whole log is ${service.logFile}`,
  );
}

async function askReady(port: number): Promise<string> {
  try {
    const response = await fetch(`http://127.0.0.1:${port}/health/ready`, {
      signal: AbortSignal.timeout(5_000),
    });
    const body = await response.text();
    return response.ok ? 'ready' : `${response.status} ${body.slice(0, 300)}`;
  } catch {
    return 'no answer';
  }
}
