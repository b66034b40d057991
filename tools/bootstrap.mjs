// Runs on whatever Node the machine has: makes sure of the packages, then hands over to the project's own Node,
// which understands TypeScript. Usage: node tools/bootstrap.mjs <script.ts> [arguments]
import { existsSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { handOver } from './bootstrap/hand-over.mjs';
import { checkNodeVersion } from './bootstrap/node-version.mjs';
import { ensurePackages, localBin } from './bootstrap/packages.mjs';
import { StopError } from './bootstrap/stop-error.mjs';

const [script, ...args] = process.argv.slice(2);

try {
  checkNodeVersion(process.versions.node);
  if (!script || !existsSync(script)) {
    throw new StopError(
      `there is no script ${script ?? ''}`,
      'node tools/bootstrap.mjs <script.ts> [arguments]',
    );
  }
  await ensurePackages();
  const env = { ...process.env, PATH: [localBin, process.env.PATH].join(delimiter) };
  await handOver(join(localBin, 'node'), [script, ...args], env);
} catch (error) {
  if (!(error instanceof StopError)) throw error;
  console.error(`Error: ${error.message}\nRemedy: ${error.remedy}`);
  process.exit(error.exitCode);
}
