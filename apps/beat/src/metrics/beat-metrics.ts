import { Injectable } from '@nestjs/common';
import { Counter, Histogram, Registry } from 'prom-client';

/** What was due. */
export type DueKind = 'schedule' | 'timer';

/** How late things were published, and what was passed over. */
@Injectable()
export class BeatMetrics {
  private readonly lateness: Histogram<'kind'>;
  private readonly missed: Counter;
  private readonly skipped: Counter;

  constructor(registry: Registry) {
    const registers = [registry];
    this.lateness = new Histogram({
      name: 'celerity_beat_lateness_seconds',
      help: 'From the due instant, in database time, to the confirm of the broker',
      labelNames: ['kind'],
      buckets: [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60, 300],
      registers,
    });
    this.missed = new Counter({
      name: 'celerity_schedule_missed_total',
      help: 'Instants of schedules that nobody could fire in time, and that the misfire policy passed over',
      registers,
    });
    this.skipped = new Counter({
      name: 'celerity_schedule_skipped_total',
      help: 'Instants of schedules that were passed over because the former task had not ended',
      registers,
    });
  }

  observeLateness(kind: DueKind, seconds: number): void {
    this.lateness.observe({ kind }, Math.max(0, seconds));
  }

  countMissed(count: number): void {
    this.missed.inc(count);
  }

  countSkipped(count: number): void {
    this.skipped.inc(count);
  }
}
