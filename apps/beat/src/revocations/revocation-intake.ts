import { setTimeout as pause } from 'node:timers/promises';
import {
  type BeforeApplicationShutdown,
  Inject,
  Injectable,
  Logger,
  type OnApplicationBootstrap,
} from '@nestjs/common';
import {
  type BrokerConnection,
  BrokerNames,
  RevocationFollower,
  RevocationPublisher,
} from '@celerity/messaging';
import { CONSUME_CONNECTION, describeError, ServiceLogger } from '@celerity/service';
import { RevocationStore } from './revocation-store.js';
import { RevokedTimers } from './revoked-timers.js';

const AGAIN_MS = 500;

/** What has been read and is not yet taken. */
interface Heard {
  readonly taskIds: readonly string[];
  readonly next: number;
  readonly done: () => void;
}

/**
 * Takes revocations into the database, on every replica: each does what the others have not, and all of it may be
 * done twice. While PostgreSQL is away the stream waits; a worker that gets a revoked task knows it by itself.
 */
@Injectable()
export class RevocationIntake implements OnApplicationBootstrap, BeforeApplicationShutdown {
  private readonly logger = new Logger('Revocations');
  private readonly stopping = new AbortController();
  private follower: RevocationFollower | null = null;
  private heard: Heard[] = [];
  private opening: Promise<void> | null = null;
  private working: Promise<void> | null = null;

  constructor(
    @Inject(CONSUME_CONNECTION) private readonly connection: BrokerConnection,
    private readonly names: BrokerNames,
    private readonly publisher: RevocationPublisher,
    private readonly store: RevocationStore,
    private readonly timers: RevokedTimers,
    private readonly log: ServiceLogger,
  ) {}

  onApplicationBootstrap(): void {
    this.opening = this.open();
  }

  async beforeApplicationShutdown(): Promise<void> {
    this.stopping.abort();
    await this.opening;
    await this.follower?.stop();
    await this.working;
  }

  /** The connection must not wait for the database: the position is known before anything is attached. */
  private async open(): Promise<void> {
    const position = await this.untilDone(() => this.store.position());
    if (position === null) return;
    this.follower = new RevocationFollower({
      connection: this.connection,
      publisher: this.publisher,
      stream: this.names.revocations,
      log: this.log.pino,
      from: () => Promise.resolve(position),
      onRevocations: (requests, next, done) => {
        this.heard.push({ taskIds: requests.map(({ task_id }) => task_id), next, done });
        this.working ??= this.work();
      },
    });
    // Without a connection now, it begins with the next one.
    await this.follower.start().catch(() => undefined);
  }

  /** While one transaction is under way the next one's revocations gather. */
  private async work(): Promise<void> {
    while (this.heard.length > 0 && !this.stopping.signal.aborted) {
      const heard = this.heard.splice(0);
      const last = heard.at(-1);
      if (!last) break;
      const taskIds = heard.flatMap((one) => one.taskIds);
      await this.untilDone(() => this.store.take(taskIds, last.next, (timers) => this.timers.end(timers)));
      for (const { done } of heard) done();
    }
    this.working = null;
  }

  /** Null when beat shuts down before. */
  private async untilDone<T>(act: () => Promise<T>): Promise<T | null> {
    for (let failures = 0; !this.stopping.signal.aborted; failures += 1) {
      try {
        return await act();
      } catch (error) {
        // One line an outage, not one a try.
        if (failures === 0) this.logger.warn(`revocations wait to be taken in: ${describeError(error)}`);
        await pause(AGAIN_MS, undefined, { signal: this.stopping.signal }).catch(() => undefined);
      }
    }
    return null;
  }
}
