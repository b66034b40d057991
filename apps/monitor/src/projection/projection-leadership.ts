import { setTimeout as delay } from 'node:timers/promises';
import { Inject, Injectable, type OnApplicationBootstrap } from '@nestjs/common';
import { BrokerNames, type BrokerConnection } from '@celerity/messaging';
import {
  CONSUME_CONNECTION,
  HealthRegistry,
  JournalFollower,
  JournalStatus,
  LeaderLease,
  PositionStore,
  Tracing,
} from '@celerity/service';
import { Kysely } from 'kysely';
import { MonitorConfig } from '../app/monitor-config.js';
import type { MonitorDatabase } from '../database/monitor-database.js';
import { ProjectionMetrics } from '../metrics/projection-metrics.js';
import { BatchProjection } from './batch-projection.js';
import { LEADER_DUTIES, type LeaderDuty } from './leader-duty.js';
import { Projector } from './projector.js';
import { traceProjection } from './trace-projection.js';

/** Longest wait for the last transaction of a term that is over; whatever it still writes, the fence refuses. */
const FINISH_MS = 10_000;
/** About this many events share a transaction: enough to make its fixed cost small, few enough to stay quick. */
const EVENTS_PER_TRANSACTION = 5_000;

/** Lets one replica project, and says in health how that goes. */
@Injectable()
export class ProjectionLeadership implements OnApplicationBootstrap {
  private readonly lease: LeaderLease<MonitorDatabase>;
  private readonly follower: JournalFollower;
  private running: Promise<void> = Promise.resolve();

  constructor(
    @Inject(Kysely) db: Kysely<MonitorDatabase>,
    @Inject(CONSUME_CONNECTION) connection: BrokerConnection,
    { journal }: BrokerNames,
    config: MonitorConfig,
    private readonly status: JournalStatus,
    private readonly metrics: ProjectionMetrics,
    health: HealthRegistry,
    tracing: Tracing,
    @Inject(LEADER_DUTIES) private readonly duties: readonly LeaderDuty[],
  ) {
    this.lease = new LeaderLease<MonitorDatabase>({
      db,
      schema: 'monitor',
      name: `projector of ${journal}`,
      onElected: (term, signal) => this.begin(term, signal),
      onDeposed: () => this.end(),
    });
    const positions = new PositionStore(db, 'projection', journal);
    const projector = new Projector({
      projection: new BatchProjection(db, positions, (trx, term) => this.lease.fence(trx, term)),
      onFacts: (facts) => metrics.count(facts),
      onProjected: (events, begunAt, offset) => traceProjection(tracing, events, begunAt, offset),
    });
    this.follower = new JournalFollower({
      connection,
      journal,
      status,
      use: { done: 'projected', losing: 'the views' },
      claim: (term) => positions.claim(term),
      take: (step) => projector.take(step),
      acceptGap: config.ACCEPT_GAP,
      eventsPerStep: EVENTS_PER_TRANSACTION,
    });
    health.register('projection', () => {
      if (status.leading && status.trouble !== null) throw new Error(status.trouble);
    });
  }

  onApplicationBootstrap(): void {
    this.lease.start();
  }

  /** Ends reading, finishes the transaction, and hands the lease to another replica. */
  stop(): Promise<void> {
    return this.lease.stop();
  }

  private begin(term: number, signal: AbortSignal): void {
    this.status.leading = true;
    this.metrics.show();
    const work = [this.follower, ...this.duties].map((duty) => duty.run(term, signal));
    this.running = Promise.all(work).then(() => undefined);
  }

  private async end(): Promise<void> {
    const abandon = new AbortController();
    await Promise.race([
      this.running,
      delay(FINISH_MS, undefined, { signal: abandon.signal }).catch(() => undefined),
    ]);
    abandon.abort();
    this.status.leading = false;
    this.metrics.hide();
  }
}
