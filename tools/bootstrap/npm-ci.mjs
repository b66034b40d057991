import { spawn } from 'node:child_process';
import { StopError } from './stop-error.mjs';

const ARGS = ['ci', '--no-audit', '--no-fund'];
const HEARTBEAT_MS = 10_000;
const PATIENCE_MS = 2_000;

/** Installs exactly what package-lock.json says, and shows that it goes on. */
export async function runNpmCi(cwd) {
  console.log('Packages: installing with npm ci (a few minutes the first time) …');
  const begun = Date.now();
  const inTerminal = process.stdout.isTTY && !process.env.CI;
  const child = spawnNpm(cwd, inTerminal ? 'inherit' : 'pipe');
  let output = '';
  for (const stream of [child.stdout, child.stderr]) stream?.on('data', (chunk) => (output += chunk));
  const seconds = () => Math.round((Date.now() - begun) / 1000);
  const heartbeat = inTerminal
    ? undefined
    : setInterval(() => console.log(`Packages: still installing (${seconds()} s) …`), HEARTBEAT_MS);
  const code = await ending(child).finally(() => clearInterval(heartbeat));
  if (code !== 0) throw failure(code, output);
  console.log(`Packages: installed in ${seconds()} s`);
}

function spawnNpm(cwd, output) {
  const stdio = ['ignore', output, output];
  // Under "npm start" npm tells where it is, which may be off the path.
  const npm = process.env.npm_execpath ?? '';
  if (/npm-cli\.c?js$/.test(npm)) return spawn(process.execPath, [npm, ...ARGS], { cwd, stdio });
  return spawn('npm', ARGS, { cwd, stdio, shell: process.platform === 'win32' });
}

/** Waits for npm; told to stop, it first finishes what it is at, for which we do not wait long. */
async function ending(child) {
  let interrupted;
  const stop = (signal) => {
    interrupted ??= signal;
    child.kill(signal);
    setTimeout(() => child.kill('SIGKILL'), PATIENCE_MS).unref();
  };
  process.on('SIGINT', stop).on('SIGTERM', stop);
  try {
    const code = await new Promise((resolve, reject) => {
      child.once('error', (error) =>
        reject(new StopError(`npm could not be run: ${error.message}`, 'Install npm.')),
      );
      child.once('close', resolve);
    });
    if (interrupted)
      throw new StopError(`npm ci was interrupted (${interrupted})`, 'Repeat the command.', 130);
    return code;
  } finally {
    process.off('SIGINT', stop).off('SIGTERM', stop);
  }
}

function failure(code, output) {
  const reasons = output
    .split('\n')
    .filter((line) => /^npm (error|ERR!)/.test(line) && !/complete log|^npm \S+\s*$/.test(line))
    .map((line) => line.replace(/^npm (error|ERR!) /, ''));
  const reason = reasons.slice(0, 3).join('; ') || 'see its output above';
  const remedy = /EUSAGE|in sync/.test(output)
    ? 'package.json and package-lock.json disagree: run "npm install" and commit the lock file.'
    : 'Look at the network and the registry ("npm ping"), then repeat the command.';
  return new StopError(`npm ci failed with code ${code}: ${reason}`, remedy);
}
