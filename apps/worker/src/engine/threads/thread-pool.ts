import { inspect } from 'node:util';
import { Injectable, type OnApplicationShutdown } from '@nestjs/common';
import { ServiceLogger } from '@celerity/service';
import { Piscina } from 'piscina';
import { EngineSettings } from '../engine-settings.js';
import { MemoryWatch } from './memory-watch.js';
import { OutOfMemory, ThreadCrashed, ThreadKilled } from './thread-errors.js';
import type { ThreadJob } from './thread-protocol.js';

const ENTRY = new URL(
  import.meta.url.endsWith('.ts') ? './thread-entry.ts' : './thread-entry.js',
  import.meta.url,
).href;

/**
 * The threads of isolated attempts, one attempt in each at a time. The first is started for the first such
 * attempt; one that has been idle for a while ends. A killed or crashed one is replaced when it is needed.
 */
@Injectable()
export class ThreadPool implements OnApplicationShutdown {
  private pool: Piscina<ThreadJob, void> | null = null;
  private readonly memory: MemoryWatch;

  constructor(
    private readonly settings: EngineSettings,
    private readonly logger: ServiceLogger,
  ) {
    this.memory = new MemoryWatch(settings.threads.memoryMb, () => this.pool?.threads ?? []);
  }

  /** Threads alive now. */
  get size(): number {
    return this.pool?.threads.length ?? 0;
  }

  /**
   * Runs the job to its end in a thread; aborting `kill` ends the thread, whatever it is doing.
   * @param threadId which thread it has begun in
   * @throws OutOfMemory, ThreadKilled, ThreadCrashed
   */
  async run(job: ThreadJob, threadId: Promise<number>, kill: AbortSignal): Promise<void> {
    this.pool ??= this.open();
    const tooMuch = new AbortController();
    void threadId.then((id) => this.memory.watch(id, () => tooMuch.abort()));
    const signal = AbortSignal.any([kill, tooMuch.signal]);
    try {
      await this.pool.run(job, { filename: ENTRY, signal, transferList: [job.port] });
    } catch (error) {
      const { memoryMb } = this.settings.threads;
      if (kill.aborted) throw new ThreadKilled();
      if (tooMuch.signal.aborted) throw new OutOfMemory(memoryMb);
      if ((error as NodeJS.ErrnoException).code === 'ERR_WORKER_OUT_OF_MEMORY')
        throw new OutOfMemory(memoryMb);
      throw new ThreadCrashed(error instanceof Error ? error.message : inspect(error));
    } finally {
      void threadId.then((id) => this.memory.forget(id));
    }
  }

  async onApplicationShutdown(): Promise<void> {
    await this.pool?.destroy();
  }

  private open(): Piscina<ThreadJob, void> {
    const { concurrency, threads } = this.settings;
    const pool = new Piscina<ThreadJob, void>({
      minThreads: 0,
      // One for each slot, so that no attempt waits for a thread while its time limit runs.
      maxThreads: concurrency,
      idleTimeout: threads.idleMs,
      // Waiting on an atomic would stop the thread's timers and sockets, its database pool among them.
      atomics: 'disabled',
      resourceLimits: { maxOldGenerationSizeMb: this.memory.engineLimitMb },
      recordTiming: false,
      workerHistogram: false,
      ...(threads.execArgv ? { execArgv: threads.execArgv } : {}),
    });
    // Of threads without an attempt; an unheard 'error' event would end the process.
    pool.on('error', (err: Error) => this.logger.pino.warn({ err }, 'an idle thread crashed'));
    return pool;
  }
}
