import { Injectable } from '@nestjs/common';
import { Histogram, Registry } from 'prom-client';

/** What was due. */
export type DueKind = 'schedule' | 'timer';

/** How late things were published. */
@Injectable()
export class BeatMetrics {
  private readonly lateness: Histogram<'kind'>;

  constructor(registry: Registry) {
    this.lateness = new Histogram({
      name: 'celerity_beat_lateness_seconds',
      help: 'From the due instant, in database time, to the confirm of the broker',
      labelNames: ['kind'],
      buckets: [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60, 300],
      registers: [registry],
    });
  }

  observeLateness(kind: DueKind, seconds: number): void {
    this.lateness.observe({ kind }, Math.max(0, seconds));
  }
}
