import type { Log } from '../local/log.ts';
import { SetupError } from '../local/setup-error.ts';
import { runCommand } from './run-command.ts';

const HEARTBEAT_MS = 10_000;

/** Builds every project; nx leaves alone what is built from the same sources already. */
export async function build(log: Log, signal?: AbortSignal): Promise<void> {
  log('Build: nx run-many -t build …');
  const begun = performance.now();
  const seconds = (): string => `${((performance.now() - begun) / 1000).toFixed(1)} s`;
  const output: string[] = [];
  const onLine = (line: string): void => {
    output.push(line);
    const built = /^> nx run (\S+):build(.*)$/.exec(line);
    if (built && !built[2]?.includes('cache')) log(`Build: ${built[1]}`);
  };
  const heartbeat = setInterval(() => log(`Build: still at it (${seconds()}) …`), HEARTBEAT_MS);
  const args = ['run-many', '-t', 'build', '--output-style=static'];
  const code = await runCommand('nx', args, { signal, onLine }).finally(() => clearInterval(heartbeat));
  signal?.throwIfAborted();
  if (code !== 0) {
    console.error(output.join('\n'));
    throw new SetupError(
      'the build failed, see above',
      'Correct the errors it names; "npm run build" repeats it.',
    );
  }
  log(`Build: done in ${seconds()}`);
}
