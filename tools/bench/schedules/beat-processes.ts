import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import { NODE_ARGUMENTS } from '@celerity/tools/local/node-arguments.ts';

const MAIN = resolve(import.meta.dirname, '../../../apps/beat/dist/main.js');

/** Beats as processes, which can be killed, paused and measured. */
export class BeatProcesses {
  private readonly running = new Set<ChildProcess>();
  private readonly env: NodeJS.ProcessEnv;

  constructor(env: NodeJS.ProcessEnv) {
    this.env = env;
  }

  start(): ChildProcess {
    const env = { ...process.env, ...this.env, PORT: '0', LOG_LEVEL: 'error' };
    const child = spawn(process.execPath, [...NODE_ARGUMENTS, MAIN], {
      env,
      stdio: ['ignore', 'ignore', 'inherit'],
    });
    this.running.add(child);
    child.once('exit', () => this.running.delete(child));
    return child;
  }

  /** The one whose process id a lease's holder names. */
  holding(holder: string): ChildProcess | undefined {
    return [...this.running].find(({ pid }) => holder.split(':').at(-2) === String(pid));
  }

  async kill(child: ChildProcess): Promise<void> {
    const exit = once(child, 'exit');
    child.kill('SIGKILL');
    await exit;
  }

  /** Resident memory of the largest, in MiB. */
  async residentMiB(): Promise<number> {
    const sizes = await Promise.all([...this.running].map(({ pid }) => residentOf(pid ?? 0)));
    return Math.max(0, ...sizes);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await Promise.all([...this.running].map((child) => this.kill(child)));
  }
}

async function residentOf(pid: number): Promise<number> {
  const status = await readFile(`/proc/${pid}/status`, 'utf8').catch(() => '');
  return Number(/VmRSS:\s+(\d+) kB/.exec(status)?.[1] ?? 0) / 1024;
}
