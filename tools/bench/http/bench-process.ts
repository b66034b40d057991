import { join } from 'node:path';
import { findFreePorts } from '@celerity/tools/local/ports.ts';
import { localBin, repoRoot } from '@celerity/tools/local/places.ts';
import { isAlive, type ProcessIdentity } from '@celerity/tools/local/process/process-identity.ts';
import { lastLines, spawnDaemon } from '@celerity/tools/local/process/spawn-daemon.ts';
import { stopProcess } from '@celerity/tools/local/process/stop-process.ts';
import { SetupError } from '@celerity/tools/local/setup-error.ts';
import { waitUntil } from '@celerity/tools/local/wait-until.ts';
import { commandEnvironment } from '@celerity/tools/run/run-command.ts';

export interface BenchProcess {
  readonly identity: ProcessIdentity;
  readonly url: string;
}

interface ProcessSpec {
  readonly name: string;
  readonly script: string;
  readonly env: NodeJS.ProcessEnv;
  /** Where its log goes. */
  readonly dir: string;
  /** Answers 200 once it is ready. */
  readonly readyPath: string;
}

/** Starts a Node process that listens on PORT, and waits until it is ready. `NODE_FLAGS` go to it, to profile. */
export async function startBenchProcess(
  spec: ProcessSpec,
  started: AsyncDisposableStack,
): Promise<BenchProcess> {
  const [port] = await findFreePorts(1, Buffer.from(spec.name).toString('hex'));
  const logFile = join(spec.dir, `${spec.name}.log`);
  const identity = await spawnDaemon({
    command: join(localBin, 'node'),
    args: [...(process.env.NODE_FLAGS?.split(' ') ?? []), spec.script],
    cwd: repoRoot,
    env: { ...commandEnvironment(spec.env), PORT: String(port) },
    logFile,
  });
  started.defer(async () => void (await stopProcess(identity)));
  const url = `http://127.0.0.1:${port}`;
  const ready = await waitUntil(
    async () => (isAlive(identity) ? await answers(url + spec.readyPath) : false),
    {
      timeoutMs: 30_000,
    },
  );
  if (!ready)
    throw new SetupError(
      `${spec.name} did not start:\n${lastLines(logFile, 12)}`,
      'Run npm run build first.',
    );
  return { identity, url };
}

async function answers(url: string): Promise<true | undefined> {
  const response = await fetch(url).catch(() => undefined);
  await response?.body?.cancel();
  return response?.ok ? true : undefined;
}
