import { createRequire } from 'node:module';
import { hostname } from 'node:os';
import { monitorEventLoopDelay } from 'node:perf_hooks';
import {
  type BeforeApplicationShutdown,
  Injectable,
  type OnApplicationBootstrap,
  type OnModuleDestroy,
} from '@nestjs/common';
import type { WorkerEvent } from '@celerity/contracts';
import { type JournalEntry, JournalWriter } from '@celerity/messaging';
import { EngineSettings } from '../engine-settings.js';
import { RunningAttempts } from '../attempt/running-attempts.js';
import { TaskIntake } from '../task-intake.js';
import { WorkerIdentity } from './worker-identity.js';

const { version } = createRequire(import.meta.url)('../../../package.json') as { version: string };

const RESOLUTION_MS = 10;
/** Longest wait for the confirm of the goodbye; without it the worker is found dead a little later. */
const GOODBYE_MS = 2_000;

/** Says in the journal, every few seconds, that this worker is alive, and says goodbye at the end. */
@Injectable()
export class Heartbeat implements OnApplicationBootstrap, OnModuleDestroy, BeforeApplicationShutdown {
  private readonly loopDelay = monitorEventLoopDelay({ resolution: RESOLUTION_MS });
  private readonly startedAt = performance.now();
  private timer: NodeJS.Timeout | undefined;
  private seq = 0;
  private last: JournalEntry | undefined;
  private stopping = false;

  constructor(
    private readonly identity: WorkerIdentity,
    private readonly settings: EngineSettings,
    private readonly journal: JournalWriter,
    private readonly intake: TaskIntake,
    private readonly running: RunningAttempts,
  ) {}

  onApplicationBootstrap(): void {
    this.loopDelay.enable();
    this.timer = setInterval(() => this.beat(), this.settings.heartbeatMs);
    this.beat();
  }

  /** The shutdown begins. */
  onModuleDestroy(): void {
    this.stopping = true;
    if (this.timer) this.beat();
  }

  async beforeApplicationShutdown(): Promise<void> {
    if (!this.timer) return;
    await this.intake.stop();
    clearInterval(this.timer);
    this.loopDelay.disable();
    const goodbye = { ...this.facts(), type: 'worker_stopped' } as const;
    await this.write(goodbye, GOODBYE_MS).confirmed.catch(() => undefined);
  }

  private beat(): void {
    this.write({ ...this.facts(), type: 'worker_beat', stopping: this.stopping }, this.settings.heartbeatMs);
  }

  /** While the broker is away only the newest waits for it. */
  private write(event: WorkerEvent, timeoutMs: number): JournalEntry {
    this.last = this.journal.append(event, {
      timeoutMs,
      ...(this.last ? { supersedes: this.last } : {}),
    });
    return this.last;
  }

  private facts(): Omit<WorkerEvent, 'type' | 'stopping'> {
    this.seq += 1;
    return {
      worker_id: this.identity.name,
      seq: this.seq,
      at: new Date().toISOString(),
      hostname: hostname(),
      pid: process.pid,
      queues: this.settings.families,
      ...this.intake.figures,
      concurrency: this.settings.concurrency,
      active: this.running.running,
      uptime_s: Math.round((performance.now() - this.startedAt) / 1000),
      rss_bytes: process.memoryUsage.rss(),
      event_loop_lag_ms: this.takeLag(),
      version,
      interval_ms: this.settings.heartbeatMs,
    };
  }

  private takeLag(): number {
    // The histogram counts from tick to tick, so its own resolution is in it.
    const lag = Math.max(0, this.loopDelay.max / 1e6 - RESOLUTION_MS);
    this.loopDelay.reset();
    return Math.round(lag * 10) / 10;
  }
}
