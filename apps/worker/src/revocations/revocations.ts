import {
  type BeforeApplicationShutdown,
  Inject,
  Injectable,
  type OnApplicationBootstrap,
  type OnModuleDestroy,
} from '@nestjs/common';
import type { RevokeRequested } from '@celerity/contracts';
import {
  type BrokerConnection,
  BrokerNames,
  JournalWriter,
  RevocationFollower,
  RevocationPublisher,
} from '@celerity/messaging';
import { CONSUME_CONNECTION, HealthRegistry, ServiceLogger } from '@celerity/service';
import { EngineSettings } from '../engine/engine-settings.js';
import { WorkerIdentity } from '../engine/presence/worker-identity.js';
import { BegunTasks } from './begun-tasks.js';
import { RevokedTasks } from './revoked-tasks.js';
import { TaskRevoked } from './task-revoked.js';

/** Whoever asked for a revocation waits no longer than this for the workers' word, clocks' differences included. */
const AWAITED_MS = 10_000;
const ACKNOWLEDGE_MS = 5_000;

/**
 * What this worker knows of revocations. Nothing may begin before it has read them to the tail; from then on it
 * hears of each, tells the journal that it has, and stops what runs when it is told to.
 */
@Injectable()
export class Revocations implements OnApplicationBootstrap, OnModuleDestroy, BeforeApplicationShutdown {
  private readonly revoked = new RevokedTasks();
  private readonly follower: RevocationFollower;

  constructor(
    @Inject(CONSUME_CONNECTION) connection: BrokerConnection,
    names: BrokerNames,
    publisher: RevocationPublisher,
    private readonly journal: JournalWriter,
    private readonly begun: BegunTasks,
    private readonly identity: WorkerIdentity,
    private readonly settings: EngineSettings,
    private readonly logger: ServiceLogger,
    health: HealthRegistry,
  ) {
    this.follower = new RevocationFollower({
      connection,
      publisher,
      stream: names.revocations,
      log: logger.pino,
      onRevocations: (requests, _next, done) => {
        for (const request of requests) this.hear(request);
        done();
      },
    });
    health.register('revocations', () => {
      if (!this.follower.isUpToDate) throw new Error('not all revocations are read yet: no task begins');
    });
  }

  async onApplicationBootstrap(): Promise<void> {
    await this.follower.start();
  }

  /** Resolves when nothing that was revoked before is unknown here; with false when the worker shuts down before. */
  upToDate(): Promise<boolean> {
    return this.follower.upToDate();
  }

  has(taskId: string): boolean {
    return this.revoked.has(taskId);
  }

  onModuleDestroy(): void {
    this.follower.release();
  }

  async beforeApplicationShutdown(): Promise<void> {
    await this.follower.stop();
  }

  private hear(request: RevokeRequested): void {
    const taskId = request.task_id.toLowerCase();
    this.revoked.add(taskId);
    const running = this.begun.has(taskId);
    if (request.terminate && running) {
      this.logger.pino.info({ task_id: taskId, by: request.by }, 'the task is revoked and told to stop');
      this.begun.abort(taskId, new TaskRevoked());
    }
    if (this.isAwaited(request)) this.acknowledge(taskId, running);
  }

  /** Not so when a worker that starts reads what was long ago. */
  private isAwaited({ at }: RevokeRequested): boolean {
    return this.follower.isUpToDate || Math.abs(Date.now() - Date.parse(at)) < AWAITED_MS;
  }

  private acknowledge(taskId: string, running: boolean): void {
    this.journal.append(
      {
        type: 'revoke_acknowledged',
        task_id: taskId,
        at: new Date().toISOString(),
        worker: this.identity.name,
        queues: this.settings.families,
        running,
      },
      { timeoutMs: ACKNOWLEDGE_MS },
    );
  }
}
