import { Inject, Injectable, type OnApplicationBootstrap } from '@nestjs/common';
import { BrokerNames, type BrokerConnection } from '@celerity/messaging';
import {
  CONSUME_CONNECTION,
  HealthRegistry,
  JournalFollower,
  JournalStatus,
  LeaderLease,
  leadersWork,
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

/** About this many events share a transaction: enough to make its fixed cost small, few enough to stay quick. */
const EVENTS_PER_TRANSACTION = 5_000;

/** Lets one replica project, and says in health how that goes. */
@Injectable()
export class ProjectionLeadership implements OnApplicationBootstrap {
  private readonly lease: LeaderLease<MonitorDatabase>;

  constructor(
    @Inject(Kysely) db: Kysely<MonitorDatabase>,
    @Inject(CONSUME_CONNECTION) connection: BrokerConnection,
    { journal }: BrokerNames,
    config: MonitorConfig,
    status: JournalStatus,
    metrics: ProjectionMetrics,
    health: HealthRegistry,
    tracing: Tracing,
    @Inject(LEADER_DUTIES) duties: readonly LeaderDuty[],
  ) {
    const positions = new PositionStore(db, 'projection', journal);
    const projector = new Projector({
      projection: new BatchProjection(db, positions, (trx, term) => this.lease.fence(trx, term)),
      onFacts: (facts) => metrics.count(facts),
      onProjected: (events, begunAt, offset) => traceProjection(tracing, events, begunAt, offset),
    });
    const follower = new JournalFollower({
      connection,
      journal,
      status,
      use: { done: 'projected', losing: 'the views' },
      claim: (term) => positions.claim(term),
      take: (step) => projector.take(step),
      acceptGap: config.ACCEPT_GAP,
      eventsPerStep: EVENTS_PER_TRANSACTION,
    });
    this.lease = new LeaderLease<MonitorDatabase>({
      db,
      schema: 'monitor',
      name: `projector of ${journal}`,
      ...leadersWork({
        begin: () => {
          status.leading = true;
          metrics.show();
        },
        run: async (term, signal) => {
          await Promise.all([follower, ...duties].map((duty) => duty.run(term, signal)));
        },
        end: () => {
          status.leading = false;
          metrics.hide();
        },
      }),
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
}
