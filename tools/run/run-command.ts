import { spawn } from 'node:child_process';
import { delimiter, join } from 'node:path';
import { localBin, repoRoot } from '../local/places.ts';

export interface CommandOptions {
  env?: NodeJS.ProcessEnv;
  signal?: AbortSignal | undefined;
  /** Takes the output line by line; absent, it goes to our own. */
  onLine?: ((line: string) => void) | undefined;
}

/** Environment in which our packages' commands, Node among them, come first, and nx keeps to itself. */
export function commandEnvironment(extra: NodeJS.ProcessEnv = {}): NodeJS.ProcessEnv {
  return {
    ...process.env,
    PATH: [localBin, process.env.PATH].join(delimiter),
    // Its daemon would outlive us.
    NX_DAEMON: 'false',
    NX_TUI: 'false',
    NX_NO_CLOUD: 'true',
    ...extra,
  };
}

/** Runs a command of our packages in the root of the checkout; resolves with its exit code. */
export function runCommand(
  name: string,
  args: readonly string[],
  options: CommandOptions = {},
): Promise<number> {
  const { env = commandEnvironment(), signal, onLine } = options;
  signal?.throwIfAborted();
  const output = onLine ? 'pipe' : 'inherit';
  const child = spawn(join(localBin, name), args, { cwd: repoRoot, env, stdio: ['ignore', output, output] });
  const stop = (): void => void child.kill('SIGTERM');
  signal?.addEventListener('abort', stop);
  if (onLine) for (const stream of [child.stdout, child.stderr]) if (stream) passLines(stream, onLine);
  return new Promise<number>((resolve, reject) => {
    child.once('error', reject);
    child.once('close', (code) => resolve(code ?? 1));
  }).finally(() => signal?.removeEventListener('abort', stop));
}

function passLines(stream: NodeJS.ReadableStream, onLine: (line: string) => void): void {
  let rest = '';
  stream.on('data', (chunk: Buffer) => {
    const lines = (rest + chunk.toString()).split('\n');
    rest = lines.pop() ?? '';
    lines.forEach(onLine);
  });
  stream.on('end', () => rest && onLine(rest));
}
