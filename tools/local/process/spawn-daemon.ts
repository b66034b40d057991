import { spawn } from 'node:child_process';
import { closeSync, openSync, readFileSync } from 'node:fs';
import { identify, type ProcessIdentity } from './process-identity.ts';

export interface DaemonSpec {
  command: string;
  args: readonly string[];
  env?: NodeJS.ProcessEnv;
  cwd?: string;
  logFile: string;
  /** Another OS user to run as; only root may ask for this. */
  user?: { uid: number; gid: number } | undefined;
}

/**
 * Starts a process in a group of its own: a Ctrl-C in the terminal then reaches only us, and we stop what we
 * started in the right order. It does not keep our own process alive.
 */
export async function spawnDaemon(spec: DaemonSpec): Promise<ProcessIdentity> {
  const log = openSync(spec.logFile, 'a', 0o600);
  try {
    const child = spawn(spec.command, spec.args, {
      cwd: spec.cwd,
      env: spec.env ?? process.env,
      stdio: ['ignore', log, log],
      detached: true,
      ...spec.user,
    });
    await new Promise<void>((resolve, reject) => {
      child.once('spawn', resolve);
      child.once('error', reject);
    });
    child.unref();
    const pid = child.pid ?? 0;
    // Undefined only if it has ended already; whoever waits for its readiness then sees it gone.
    return identify(pid) ?? { pid, startedAt: 'ended' };
  } finally {
    closeSync(log);
  }
}

/** The last lines of a log, to show why a process would not start. */
export function lastLines(file: string, count: number): string {
  try {
    return readFileSync(file, 'utf8').trimEnd().split('\n').slice(-count).join('\n');
  } catch {
    return '';
  }
}
