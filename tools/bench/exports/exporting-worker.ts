import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { NODE_ARGUMENTS } from '@celerity/tools/local/node-arguments.ts';
import type { OwnPrefix } from '../ground/own-prefix.ts';

const MAIN = resolve(import.meta.dirname, '../../../apps/worker/dist/main.js');

/** Resident memory of a process in MiB: now, and the most that it ever was. */
export interface Resident {
  readonly now: number;
  readonly peak: number;
}

/** The shipped worker, started as it is elsewhere, with exports to do. */
export class ExportingWorker {
  readonly folder: string;
  readonly #child: ChildProcess;

  constructor({ amqpUrl, databaseUrl, prefix, home }: OwnPrefix, started: AsyncDisposableStack) {
    this.folder = join(home, 'exports');
    const env = {
      ...process.env,
      ...{ AMQP_URL: amqpUrl, DATABASE_URL: databaseUrl, CELERITY_PREFIX: prefix },
      ...{ WORKER_QUEUES: 'data', EXPORT_DIR: this.folder, PORT: '0', LOG_LEVEL: 'error' },
    };
    const child = spawn(process.execPath, [...NODE_ARGUMENTS, MAIN], {
      env,
      stdio: ['ignore', 'ignore', 'inherit'],
    });
    this.#child = child;
    started.defer(async () => {
      if (child.exitCode !== null) return;
      const exit = once(child, 'exit');
      child.kill('SIGKILL');
      await exit;
    });
  }

  async memory(): Promise<Resident> {
    const status = await readFile(`/proc/${this.#child.pid}/status`, 'utf8').catch(() => '');
    const mib = (name: string) =>
      Number(new RegExp(`${name}:\\s+(\\d+) kB`).exec(status)?.[1] ?? Number.NaN) / 1024;
    return { now: mib('VmRSS'), peak: mib('VmHWM') };
  }
}
