import { Inject, Injectable, type OnApplicationBootstrap } from '@nestjs/common';
import { Interval, SchedulerRegistry } from '@nestjs/schedule';
import type { BrokerConnection } from '@celerity/messaging';
import { faultPoint, PUBLISH_CONNECTION } from '@celerity/service';
import { BeatLeadership, type LeaderWork } from '../leadership/beat-leadership.js';
import { PacedLoop } from '../pacing/paced-loop.js';
import { OccurrenceOutbox } from './occurrence-outbox.js';
import { OccurrencePublisher } from './occurrence-publisher.js';
import { OccurrenceStore } from './occurrence-store.js';

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
  }

  end(): Promise<void> {
    return this.loop.stop();
  }

  @Interval('prune occurrences', PRUNE_MS)
  async prune(): Promise<void> {
    if (this.leadership.term !== null) await this.store.prune(this.leadership.term);
  }

  private async pass(): Promise<number> {
    // Without a broker nothing is recorded either, so that an outage of any cause ends by the misfire policy.
    if (this.broker.trouble !== null) return BROKER_RETRY_MS;
    try {
      const recorded = await this.store.fireDue(this.term);
      if (recorded.length > 0) faultPoint('beat.after_insert');
      const done = await this.publisher.publish(this.term, recorded, false);
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
