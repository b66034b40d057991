import type { Log } from '../local/log.ts';
import { SetupError } from '../local/setup-error.ts';
import { runCommand } from '../run/run-command.ts';

const SCRIPT = 'apps/worker/dist/mall/seed.js';
// In a mall that is there already so many bills fall due again, for there to be something to see.
const DUE_AGAIN = '5';

/** Puts the example mall into an empty database; in one that has it, makes a few bills due tomorrow again. */
export async function seedMall(env: NodeJS.ProcessEnv, log: Log, signal: AbortSignal): Promise<void> {
  const output: string[] = [];
  const onLine = (line: string): void => void output.push(line);
  const code = await runCommand('node', [SCRIPT, '--due-again', DUE_AGAIN], { env, signal, onLine });
  signal.throwIfAborted();
  if (code !== 0) {
    throw new SetupError(
      `the example mall could not be seeded:\n${output.slice(-8).join('\n')}`,
      `See ${SCRIPT}`,
    );
  }
  log(`Mall: ${output.findLast((line) => line.startsWith('{')) ?? 'seeded'}`);
}
