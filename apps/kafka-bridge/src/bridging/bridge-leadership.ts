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
} from '@celerity/service';
import { Kysely } from 'kysely';
import { BridgeConfig } from '../app/bridge-config.js';
import { POSITIONS, type BridgeDatabase } from '../database/bridge-database.js';
import { KafkaTopic } from '../kafka/kafka-topic.js';
import { BridgeMetrics } from '../metrics/bridge-metrics.js';
import { Bridge } from './bridge.js';
import { JournalGeneration } from './journal-generation.js';

/** About this many events move the position once. */
const EVENTS_PER_STEP = 2_000;

/** Lets one replica bridge, and says in health how that goes. */
@Injectable()
export class BridgeLeadership implements OnApplicationBootstrap {
  private readonly lease: LeaderLease<BridgeDatabase>;

  constructor(
    @Inject(Kysely) db: Kysely<BridgeDatabase>,
    @Inject(CONSUME_CONNECTION) connection: BrokerConnection,
    { journal }: BrokerNames,
    config: BridgeConfig,
    topic: KafkaTopic,
    status: JournalStatus,
    metrics: BridgeMetrics,
    health: HealthRegistry,
  ) {
    const positions = new PositionStore(db, POSITIONS, journal);
    const generations = new JournalGeneration(db, journal);
    const mostBytes = config.KAFKA_MAX_MESSAGE_BYTES;
    const bridge = new Bridge({ db, positions, generations, topic, metrics, mostBytes });
    const follower = new JournalFollower({
      connection,
      journal,
      status,
      use: { done: 'bridged', losing: 'Kafka' },
      claim: (term) => bridge.claim(term),
      take: (step) => bridge.take(step),
      acceptGap: config.ACCEPT_GAP,
      startsAnywhere: true,
      eventsPerStep: EVENTS_PER_STEP,
    });
    this.lease = new LeaderLease<BridgeDatabase>({
      db,
      schema: 'kafka_bridge',
      name: `kafka bridge of ${journal}`,
      ...leadersWork({
        begin: () => void (status.leading = true),
        run: (term, signal) => follower.run(term, signal),
        end: () => void (status.leading = false),
      }),
    });
    health.register('kafka', () => topic.check());
    health.register('bridging', () => {
      if (status.leading && status.trouble !== null) throw new Error(status.trouble);
    });
  }

  onApplicationBootstrap(): void {
    this.lease.start();
  }

  /** Ends reading, finishes the step, and hands the lease to another replica. */
  stop(): Promise<void> {
    return this.lease.stop();
  }
}
