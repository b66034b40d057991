import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { repoRoot } from '@celerity/tools/local/places.ts';
import { isAlive, type ProcessIdentity } from '@celerity/tools/local/process/process-identity.ts';
import { lastLines, spawnDaemon } from '@celerity/tools/local/process/spawn-daemon.ts';
import { stopProcess } from '@celerity/tools/local/process/stop-process.ts';
import { SetupError } from '@celerity/tools/local/setup-error.ts';
import { commandEnvironment } from '@celerity/tools/run/run-command.ts';
import type { Ground } from '../ground/ground.ts';
import { ownDatabase } from '../ground/own-database.ts';
import { cpuUsOf, residentMbOf } from '../measure/process-tree.ts';
import { Producer } from './producer.ts';
import type { Command, System } from './system.ts';

/** Handlers that a worker may run at the same time, where a system has that notion. */
const CONCURRENCY = 50;
const POLL_MS = 20;
/** Longest time without any progress. */
const STUCK_MS = 120_000;
const STOP_MS = 5_000;

let runs = 0;

/** One system's processes on services of our own, from nothing to nothing. */
export class RunningSystem {
  readonly #system: System;
  readonly #ground: Ground;
  readonly #env: NodeJS.ProcessEnv;
  readonly #run: string;
  readonly #started: AsyncDisposableStack;
  readonly #processes: ProcessIdentity[] = [];
  #producer: Producer | undefined;
  #worker: ProcessIdentity | undefined;

  private constructor(
    system: System,
    ground: Ground,
    run: string,
    databaseUrl: string,
    started: AsyncDisposableStack,
  ) {
    this.#system = system;
    this.#ground = ground;
    this.#run = run;
    this.#started = started;
    this.#env = commandEnvironment({
      AMQP_URL: ground.services.rabbitmq.url,
      DATABASE_URL: databaseUrl,
      REDIS_URL: ground.services.redis.url,
      CELERITY_PREFIX: run,
      CELERITY_HOME: ground.dir,
      WORKER_CONCURRENCY: String(CONCURRENCY),
      WORKER_QUEUES: 'default',
      PORT: '0',
    });
  }

  /** Starts all but the worker. */
  static async start(system: System, ground: Ground): Promise<RunningSystem> {
    runs += 1;
    const run = `bench${runs}`;
    const started = new AsyncDisposableStack();
    const databaseUrl = await ownDatabase(ground.services.postgres.url, run, started);
    const running = new RunningSystem(system, ground, run, databaseUrl, started);
    try {
      await running.startOthers(system.others);
      const logFile = running.#logFile('producer');
      running.#producer = await Producer.start(system.producer, running.#env, repoRoot, logFile);
      return running;
    } catch (error) {
      await running[Symbol.asyncDispose]();
      throw error;
    }
  }

  get databaseUrl(): string {
    return String(this.#env.DATABASE_URL);
  }

  get environment(): NodeJS.ProcessEnv {
    return this.#env;
  }

  get producer(): Producer {
    if (!this.#producer) throw new Error('the producer does not run');
    return this.#producer;
  }

  async startOthers(others: readonly Command[]): Promise<void> {
    for (const other of others) this.#processes.push(await this.#spawn(other));
  }

  async startWorker(): Promise<void> {
    this.#worker = await this.#spawn(this.#system.worker);
  }

  /** CPU time so far, in microseconds, of all that the system consists of and stands on, by part. */
  cpuUs(): Readonly<Record<string, number>> {
    const pidsOf = (processes: readonly (ProcessIdentity | undefined)[]): number[] =>
      processes.flatMap((each) => (each ? [each.pid] : []));
    const parts: [string, number[]][] = [
      ['producer', [this.producer.pid]],
      ['worker', pidsOf([this.#worker])],
      ['others', pidsOf(this.#processes)],
      ...this.#system.services.map((name): [string, number[]] => [name, [this.#ground.services[name].pid]]),
    ];
    return Object.fromEntries(
      parts.filter(([, pids]) => pids.length > 0).map(([part, pids]) => [part, cpuUsOf(pids)]),
    );
  }

  workerMb(): number {
    return this.#worker ? residentMbOf(this.#worker.pid) : Number.NaN;
  }

  /** Results stored so far. */
  async stored(): Promise<number> {
    return (await this.producer.ask<{ stored: number }>('stored')).stored;
  }

  /** Resolves when so many results are stored in all. */
  async untilStored(count: number): Promise<void> {
    let [best, since] = [-1, performance.now()];
    for (;;) {
      const stored = await this.stored();
      if (stored >= count) return;
      if (stored > best) [best, since] = [stored, performance.now()];
      const stuck = performance.now() - since > STUCK_MS;
      const dead = [this.#worker, ...this.#processes].some((each) => each && !isAlive(each));
      if (stuck || dead) throw this.#failure(`${stored} of ${count} results are stored, and no more come`);
      await pause(POLL_MS);
    }
  }

  /** Starts the worker and runs some tasks, so that code is compiled and connections are open. */
  async warmUp(count: number): Promise<void> {
    await this.startWorker();
    await this.producer.ask('submit', { count, concurrency: 50 });
    await this.untilStored(count);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    const all = [this.#worker, ...this.#processes].filter((each) => each !== undefined);
    await Promise.all(all.map((each) => stopProcess(each, { graceMs: STOP_MS })));
    // A producer that cannot clean any more leaves what goes with the services in the end.
    await this.#producer?.ask('clean').catch(() => undefined);
    this.#producer?.stop();
    this.#producer = undefined;
    await this.#started.disposeAsync();
  }

  #spawn({ command, args }: Command): Promise<ProcessIdentity> {
    return spawnDaemon({ command, args, cwd: repoRoot, env: this.#env, logFile: this.#logFile('services') });
  }

  #logFile(what: string): string {
    return join(this.#ground.dir, `${this.#run}-${this.#system.name}-${what}.log`);
  }

  #failure(what: string): SetupError {
    const tail = lastLines(this.#logFile('services'), 12);
    return new SetupError(
      `${this.#system.name}: ${what}\n${tail}`,
      'See the lines above; npm run build may help.',
    );
  }
}
