import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readFileSync } from 'node:fs';
import { copyFile } from 'node:fs/promises';
import { join } from 'node:path';
import { canInstallPackages, installPackages } from '@celerity/tools/local/debian-packages.ts';
import { findExecutable, pathDirs } from '@celerity/tools/local/executables.ts';
import type { Log } from '@celerity/tools/local/log.ts';
import { SetupError } from '@celerity/tools/local/setup-error.ts';

/** The peers' scripts, with a lock file of their own: nobody but the benchmark waits for their packages. */
export const peersDir = join(import.meta.dirname, '../peers');

/** Debian's own Python, which sees Debian's Celery. */
export const PYTHON = '/usr/bin/python3';

/** Installs what npm packages the peers need, once, exactly as locked. */
export async function ensureNpmPeers(log: Log): Promise<void> {
  const lock = join(peersDir, 'package-lock.json');
  const installed = join(peersDir, 'node_modules', '.installed-lock.json');
  if (existsSync(installed) && readFileSync(installed).equals(readFileSync(lock))) return;
  log('Peers: installing BullMQ, pg-boss and graphile-worker (once) …');
  const child = spawn('npm', ['ci', '--no-audit', '--no-fund'], {
    cwd: peersDir,
    stdio: ['ignore', 'ignore', 'inherit'],
  });
  const [code] = (await once(child, 'close')) as [number | null];
  if (code !== 0) throw new SetupError('npm ci failed for the peers', `Run it in ${peersDir}.`);
  await copyFile(lock, installed);
}

/** Installs Redis and Celery from Debian where we may; false when Celery cannot be had. */
export async function ensureDebianPeers(log: Log, signal: AbortSignal): Promise<boolean> {
  const wanted = [
    ...(findExecutable('redis-server', [...pathDirs(), '/usr/bin']) ? [] : ['redis-server']),
    ...((await hasCelery()) ? [] : ['python3-celery', 'python3-redis']),
  ];
  if (wanted.length === 0) return true;
  if (!canInstallPackages()) {
    if (wanted.includes('redis-server'))
      throw new SetupError('Redis is not installed here', `Install ${wanted.join(' ')}.`);
    log('Celery is left out: python3-celery and python3-redis are not installed');
    return false;
  }
  await installPackages(wanted, log, signal);
  return hasCelery();
}

async function hasCelery(): Promise<boolean> {
  if (!existsSync(PYTHON)) return false;
  const child = spawn(PYTHON, ['-c', 'import celery, redis'], { stdio: 'ignore' });
  const [code] = (await once(child, 'close')) as [number | null];
  return code === 0;
}
