import { spawn } from 'node:child_process';
import { chmodSync, existsSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { findExecutable, pathDirs } from './executables.ts';
import type { Log } from './log.ts';
import { SetupError } from './setup-error.ts';

const POLICY = '/usr/sbin/policy-rc.d';
const KEPT_POLICY = `${POLICY}.celerity-kept`;
const MARK = '# celerity: no service starts while packages are installed';

/** May we install Debian packages here? */
export function canInstallPackages(): boolean {
  return (
    process.getuid?.() === 0 && existsSync('/etc/debian_version') && !!findExecutable('apt-get', pathDirs())
  );
}

/** Installs Debian packages without letting them start or enable a service of theirs. */
export async function installPackages(
  packages: readonly string[],
  log: Log,
  signal?: AbortSignal,
): Promise<void> {
  log(`Installing Debian packages: ${packages.join(', ')} (about a minute, once) …`);
  const install = ['install', '--yes', '--no-install-recommends', ...packages];
  forbidServiceStarts();
  try {
    let result = await aptGet(install, signal);
    if (result.code !== 0) {
      // Most often the package lists are missing or old.
      await aptGet(['update'], signal);
      result = await aptGet(install, signal);
    }
    if (result.code !== 0) {
      const reason = result.output.split('\n').findLast((line) => line.startsWith('E:')) ?? 'no reason given';
      throw new SetupError(
        `apt-get could not install ${packages.join(' ')}: ${reason}`,
        `Run "apt-get update && apt-get install ${packages.join(' ')}" and look at its output, or set AMQP_URL and DATABASE_URL.`,
      );
    }
    await disableServices(packages);
  } finally {
    allowServiceStarts();
  }
}

/** invoke-rc.d asks this script before it starts anything; 101 means no. */
function forbidServiceStarts(): void {
  const isOurs = existsSync(POLICY) && readFileSync(POLICY, 'utf8').includes(MARK);
  if (existsSync(POLICY) && !isOurs) renameSync(POLICY, KEPT_POLICY);
  writeFileSync(POLICY, `#!/bin/sh\n${MARK}\nexit 101\n`);
  chmodSync(POLICY, 0o755);
}

function allowServiceStarts(): void {
  rmSync(POLICY, { force: true });
  if (existsSync(KEPT_POLICY)) renameSync(KEPT_POLICY, POLICY);
}

/** Else systemd would start at the next boot what nobody asked to have as a service. */
async function disableServices(packages: readonly string[]): Promise<void> {
  const systemctl = findExecutable('systemctl', pathDirs());
  if (!systemctl || !existsSync('/run/systemd/system')) return;
  await run(systemctl, ['disable', ...packages]);
}

function aptGet(args: readonly string[], signal?: AbortSignal): Promise<{ code: number; output: string }> {
  return run('apt-get', ['-o', 'DPkg::Lock::Timeout=120', ...args], signal);
}

function run(
  command: string,
  args: readonly string[],
  signal?: AbortSignal,
): Promise<{ code: number; output: string }> {
  signal?.throwIfAborted();
  // A process group of its own: a Ctrl-C must not tear dpkg away in the middle of its work.
  const child = spawn(command, args, {
    env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' },
    stdio: ['ignore', 'pipe', 'pipe'],
    detached: true,
  });
  let output = '';
  const keep = (chunk: Buffer): void => void (output = (output + chunk.toString()).slice(-20_000));
  child.stdout.on('data', keep);
  child.stderr.on('data', keep);
  return new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('close', (code) => resolve({ code: code ?? 1, output }));
  });
}
