import { Logger } from '@nestjs/common';
import {
  faultPoint,
  fingerprintOf,
  type JournalStep,
  type PositionStore,
  type StoredPosition,
} from '@celerity/service';
import type { Kysely } from 'kysely';
import type { BridgeDatabase } from '../database/bridge-database.js';
import { requestsOf } from '../kafka/kafka-record.js';
import type { KafkaTopic } from '../kafka/kafka-topic.js';
import type { BridgeMetrics } from '../metrics/bridge-metrics.js';
import type { JournalGeneration } from './journal-generation.js';
import { recordsOf } from './records-of.js';

export interface BridgeOptions {
  readonly db: Kysely<BridgeDatabase>;
  readonly positions: PositionStore<BridgeDatabase>;
  readonly generations: JournalGeneration;
  readonly topic: KafkaTopic;
  readonly metrics: BridgeMetrics;
  readonly mostBytes: number;
}

/** Copies what the journal's follower hands over: first the records, acknowledged, then the position. */
export class Bridge {
  private readonly logger = new Logger('Bridge');
  private generation = 1;

  constructor(private readonly options: BridgeOptions) {}

  async claim(term: number): Promise<StoredPosition> {
    const { positions, generations } = this.options;
    const position = await positions.claim(term);
    this.generation = await generations.current();
    return position;
  }

  async take({ term, signal, position, batches, afterGap }: JournalStep): Promise<StoredPosition> {
    const { db, positions, generations, metrics, mostBytes } = this.options;
    const last = batches.at(-1);
    if (!last) return position;
    if (afterGap) this.generation = await generations.next(term);
    const tally = { lastAt: position.lastEventAt, ignored: 0, reduced: 0 };
    const records = recordsOf(batches, { generation: this.generation, mostBytes }, tally);
    for (const request of requestsOf(records, mostBytes)) {
      // A term that is over must not send what its successor sends.
      signal.throwIfAborted();
      await this.send(request);
      faultPoint('bridge.after_send');
    }
    const to = {
      nextOffset: last.offset + 1,
      anchor: fingerprintOf(last),
      lastEventAt: tally.lastAt,
    };
    await positions.advance(db, term, position.nextOffset, to);
    metrics.countIncomplete(tally);
    if (tally.ignored > 0)
      this.logger.warn(`ignored ${tally.ignored} unreadable entries before offset ${to.nextOffset}`);
    return to;
  }

  private async send(request: Parameters<KafkaTopic['send']>[0]): Promise<void> {
    const { topic, metrics } = this.options;
    try {
      await topic.send(request);
    } catch (error) {
      metrics.countFailure();
      throw error;
    }
    metrics.countSent(request.length);
  }
}
