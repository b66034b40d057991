import { Inject, Injectable, type OnApplicationBootstrap } from '@nestjs/common';
import { Interval, SchedulerRegistry } from '@nestjs/schedule';
import type { BrokerConnection } from '@celerity/messaging';
import { faultPoint, PUBLISH_CONNECTION } from '@celerity/service';
import { BeatLeadership, type LeaderWork } from '../leadership/beat-leadership.js';
import { BeatMetrics } from '../metrics/beat-metrics.js';
import { PacedLoop } from '../pacing/paced-loop.js';
import { OccurrenceOutbox } from './occurrence-outbox.js';
import { OccurrencePublisher } from './occurrence-publisher.js';
import { OccurrenceStore } from './occurrence-store.js';
import { OverlapGate } from './overlap-gate.js';

const BROKER_RETRY_MS = 250;
const PRUNE_MS = 3_600_000;

/**
 * The leader's work: record what is due, publish it, mark it published. What a predecessor or a failed pass
 * left recorded but not marked is published again, flagged.
 */
@Injectable()
export class OccurrenceLoop implements OnApplicationBootstrap, LeaderWork {
  private readonly loop: PacedLoop;
  private term = 0;

  constructor(
    private readonly leadership: BeatLeadership,
    private readonly store: OccurrenceStore,
    private readonly publisher: OccurrencePublisher,
    private readonly outbox: OccurrenceOutbox,
    private readonly overlaps: OverlapGate,
    private readonly metrics: BeatMetrics,
    @Inject(PUBLISH_CONNECTION) private readonly broker: BrokerConnection,
    scheduler: SchedulerRegistry,
  ) {
    this.loop = new PacedLoop(scheduler, 'Schedules', () => this.pass());
  }

  onApplicationBootstrap(): void {
    this.leadership.compete(this);
  }

  begin(term: number): void {
    this.term = term;
    this.outbox.begin();
    this.loop.start();
    this.overlaps.begin(term);
  }

  async end(): Promise<void> {
    await Promise.all([this.loop.stop(), this.overlaps.end()]);
  }

  @Interval('prune occurrences', PRUNE_MS)
  async prune(): Promise<void> {
    if (this.leadership.term !== null) await this.store.prune(this.leadership.term);
  }

  private async pass(): Promise<number> {
    // Without a broker nothing is recorded either, so that an outage of any cause ends by the misfire policy.
    if (this.broker.trouble !== null) return BROKER_RETRY_MS;
    try {
      const { occurrences, held, missed } = await this.store.fireDue(this.term);
      this.metrics.countMissed(missed);
      if (held) this.overlaps.wake();
      if (occurrences.length > 0) faultPoint('beat.after_insert');
      const done = await this.publisher.publish(this.term, occurrences, false);
      if (!done) this.outbox.suspect();
      await this.outbox.republish(this.term);
    } catch (error) {
      // What failed may have been done all the same, up to here.
      this.outbox.suspect();
      throw error;
    }
    return this.store.untilNext();
  }
}
