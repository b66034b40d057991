import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { NODE_ARGUMENTS } from '@celerity/tools/local/node-arguments.ts';
import { until } from '@celerity/messaging/testing';

const ROOT = join(__dirname, '../..');
const START_MS = 60_000;

/** One service as a process of its own, built as it is shipped. */
export class ServiceProcess {
  private child: ChildProcess | null = null;
  private readonly lines: string[] = [];
  url = '';

  constructor(
    private readonly app: string,
    private readonly env: Record<string, string>,
  ) {}

  /** Resolves when the service listens and says that it is ready. */
  async start(): Promise<void> {
    const child = spawn(process.execPath, [...NODE_ARGUMENTS, join(ROOT, 'apps', this.app, 'dist/main.js')], {
      env: { ...process.env, ...this.env, PORT: '0' },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    this.child = child;
    this.url = await this.listening(child);
    await this.ready();
  }

  /** As the kernel does when memory runs out: no goodbye. */
  async kill(): Promise<void> {
    await this.end('SIGKILL');
  }

  /** As an orchestrator does. Resolves with the exit code. */
  async stop(): Promise<number | null> {
    return this.end('SIGTERM');
  }

  get log(): string {
    return this.lines.join('\n');
  }

  private async end(signal: NodeJS.Signals): Promise<number | null> {
    const child = this.child;
    if (!child || child.exitCode !== null || child.signalCode !== null) return child?.exitCode ?? null;
    const exited = once(child, 'exit');
    child.kill(signal);
    const [code] = (await exited) as [number | null];
    return code;
  }

  private listening(child: ChildProcess): Promise<string> {
    return new Promise((resolve, reject) => {
      const late = setTimeout(() => reject(new Error(`${this.app} did not listen:\n${this.log}`)), START_MS);
      const read = (line: string) => {
        this.lines.push(line);
        if (this.lines.length > 2_000) this.lines.shift();
        const found = /listening on (http:\/\/[^"\s]+)/.exec(line);
        if (!found?.[1]) return;
        clearTimeout(late);
        resolve(found[1]);
      };
      for (const stream of [child.stdout, child.stderr]) {
        if (stream) createInterface(stream).on('line', read);
      }
      child.once('exit', (code) => {
        clearTimeout(late);
        reject(new Error(`${this.app} ended with ${code}:\n${this.log}`));
      });
    });
  }

  private async ready(): Promise<void> {
    const ready = () =>
      fetch(`${this.url}/health/ready`).then(
        ({ ok }) => ok,
        () => false,
      );
    await until(`${this.app} is ready`, ready, START_MS);
  }
}
