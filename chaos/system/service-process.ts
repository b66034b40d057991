import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { createWriteStream, readFileSync, type WriteStream } from 'node:fs';
import { createInterface } from 'node:readline';
import { NODE_ARGUMENTS } from '@celerity/tools/local/node-arguments.ts';
import { waitUntil } from '@celerity/tools/local/wait-until.ts';

export interface ServiceSpec {
  /** Name of the log file, and of the process in messages. */
  readonly label: string;
  readonly main: string;
  /** Modules loaded before the service's own. */
  readonly preloads: readonly string[];
  readonly env: Readonly<Record<string, string>>;
  readonly logFile: string;
}

/** Generous: many processes may share few cores. */
const START_MS = 180_000;
const RESPAWN_MS = 200;

const alive = new Set<ChildProcess>();
// Whatever ends this process must not leave services behind that wait for their broker for ever.
process.on('exit', () => alive.forEach((child) => child.kill('SIGKILL')));

/** A service as a process of its own, kept up as an orchestrator would unless the row says otherwise. */
export class ServiceProcess {
  readonly spec: ServiceSpec;
  /** How each incarnation that has ended did so: exit code or signal. */
  readonly ends: (number | string)[] = [];
  /** Starts it again when it ends by itself. */
  keepUp = true;
  /** Whether a load balancer sends it requests; orchestrators take it out before they send SIGTERM. */
  inRotation = true;
  url = '';
  readonly #log: WriteStream;
  #child: ChildProcess | null = null;

  constructor(spec: ServiceSpec) {
    this.spec = spec;
    this.#log = createWriteStream(spec.logFile, { flags: 'a' });
  }

  get pid(): number {
    return this.#child?.pid ?? 0;
  }

  get running(): boolean {
    return this.#child !== null;
  }

  /** Resolves when it listens and is ready; `fault` arms a fault point in this incarnation only. */
  async start({
    fault,
    awaitReady = true,
  }: { fault?: string | undefined; awaitReady?: boolean } = {}): Promise<void> {
    this.keepUp = true;
    this.#spawn(fault);
    if (awaitReady) await this.ready();
  }

  async ready(timeoutMs = START_MS): Promise<void> {
    const ends = this.ends.length;
    const ready = await waitUntil(() => (this.ends.length > ends + 2 ? false : this.#answersReady()), {
      timeoutMs,
      intervalMs: 50,
    });
    if (!ready) throw new Error(`${this.spec.label} was not ready in time; see ${this.spec.logFile}`);
  }

  /** As the kernel does when memory runs out: no goodbye, and nobody starts it again. */
  async kill(): Promise<void> {
    await this.#end('SIGKILL');
  }

  /** As an orchestrator does. Resolves with the exit code. */
  async stop(): Promise<number | string | null> {
    return this.#end('SIGTERM');
  }

  pause(): void {
    this.#child?.kill('SIGSTOP');
  }

  resume(): void {
    this.#child?.kill('SIGCONT');
  }

  /** Resolves when an incarnation has ended after the given number of ends. */
  async ended(after: number, timeoutMs: number): Promise<void> {
    const ended = await waitUntil(() => this.ends.length > after || undefined, { timeoutMs, intervalMs: 10 });
    if (!ended) throw new Error(`${this.spec.label} did not end within ${timeoutMs} ms`);
  }

  /** Whether its log holds the text. */
  logged(text: string): boolean {
    return readFileSync(this.spec.logFile, 'utf8').includes(text);
  }

  /** Resident memory in bytes; 0 when it does not run. */
  get rss(): number {
    try {
      return Number(/VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${this.pid}/status`, 'utf8'))?.[1] ?? 0) * 1024;
    } catch {
      return 0;
    }
  }

  #spawn(fault?: string): void {
    const { main, preloads, env } = this.spec;
    const imports = preloads.flatMap((preload) => ['--import', preload]);
    const child = spawn(process.execPath, [...NODE_ARGUMENTS, ...imports, main], {
      env: { ...process.env, ...env, PORT: '0', ...(fault ? { FAULT_POINT: fault } : {}) },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    this.#child = child;
    alive.add(child);
    this.url = '';
    for (const stream of [child.stdout, child.stderr]) {
      createInterface(stream).on('line', (line) => {
        this.#log.write(`${line}\n`);
        const found = this.url === '' ? /listening on (http:\/\/[^"\s]+)/.exec(line) : null;
        if (found?.[1] && child === this.#child) this.url = found[1];
      });
    }
    child.once('exit', (code, signal) => this.#onExit(child, code ?? signal ?? 'unknown'));
  }

  #onExit(child: ChildProcess, how: number | string): void {
    alive.delete(child);
    this.ends.push(how);
    this.#log.write(`-- ended: ${how}\n`);
    if (child !== this.#child) return;
    this.#child = null;
    this.url = '';
    if (this.keepUp) setTimeout(() => void (this.keepUp && !this.#child && this.#spawn()), RESPAWN_MS);
  }

  async #end(signal: NodeJS.Signals): Promise<number | string | null> {
    this.keepUp = false;
    const child = this.#child;
    if (!child) return this.ends.at(-1) ?? null;
    const exited = once(child, 'exit');
    child.kill(signal);
    // A stopped process hears SIGTERM only when it goes on.
    if (signal === 'SIGTERM') child.kill('SIGCONT');
    await exited;
    return this.ends.at(-1) ?? null;
  }

  async #answersReady(): Promise<true | undefined> {
    if (this.url === '') return undefined;
    const answer = await fetch(`${this.url}/health/ready`, { signal: AbortSignal.timeout(2_000) }).catch(
      () => null,
    );
    return answer?.ok ? true : undefined;
  }
}
