import { Injectable } from '@nestjs/common';
import { faultPoint } from '@celerity/service';
import { BeatMetrics } from '../metrics/beat-metrics.js';
import type { Occurrence } from './occurrence.js';
import { OccurrenceSender } from './occurrence-sender.js';
import { OccurrenceStore } from './occurrence-store.js';

/** Sends occurrences and marks those that the broker has confirmed. */
@Injectable()
export class OccurrencePublisher {
  constructor(
    private readonly sender: OccurrenceSender,
    private readonly store: OccurrenceStore,
    private readonly metrics: BeatMetrics,
  ) {}

  /** True when all of them are published and marked; the others stay in the outbox. */
  async publish(term: number, occurrences: readonly Occurrence[], repeated: boolean): Promise<boolean> {
    const sent = await this.sender.send(term, occurrences, repeated);
    if (sent.length === 0) return occurrences.length === 0;
    faultPoint('beat.after_publish');
    const lateness = await this.store.markPublished(term, sent);
    for (const seconds of lateness) this.metrics.observeLateness('schedule', seconds);
    return lateness.length === occurrences.length;
  }
}
