import { Injectable } from '@nestjs/common';
import { JournalStatus } from '@celerity/service';
import { Counter, Gauge, Registry } from 'prom-client';
import type { Tally } from '../bridging/records-of.js';

/** What is bridged, and how far behind; a replica that stands by shows zeros. */
@Injectable()
export class BridgeMetrics {
  private readonly sent: Counter;
  private readonly failures: Counter;
  private readonly incomplete: Counter<'reason'>;

  constructor(registry: Registry, status: JournalStatus) {
    const registers = [registry];
    this.sent = new Counter({
      name: 'celerity_kafka_records_total',
      help: 'Records that Kafka has acknowledged; some are repeats after a failure',
      registers,
    });
    this.failures = new Counter({
      name: 'celerity_kafka_send_failures_total',
      help: 'Requests to Kafka that failed, and are made again',
      registers,
    });
    this.incomplete = new Counter({
      name: 'celerity_kafka_incomplete_events_total',
      help: 'Events bridged without a field that was too large (reduced), and journal entries that nobody can read (ignored)',
      labelNames: ['reason'],
      registers,
    });
    const gauge = (name: string, help: string, read: () => number) =>
      new Gauge({
        name,
        help,
        registers,
        collect() {
          this.set(read());
        },
      });
    gauge('celerity_kafka_bridging', '1 on the replica that bridges, else 0', () => (status.leading ? 1 : 0));
    gauge(
      'celerity_kafka_lag_seconds',
      'Age of the oldest event that is not bridged yet; 0 while none waits',
      () => (status.leading ? status.lagSeconds() : 0),
    );
    gauge(
      'celerity_kafka_lag_events',
      'Events read from the journal and not yet acknowledged by Kafka; more may wait in the journal',
      () => status.unsettled(),
    );
  }

  countSent(records: number): void {
    this.sent.inc(records);
  }

  countFailure(): void {
    this.failures.inc();
  }

  countIncomplete({ ignored, reduced }: Tally): void {
    this.incomplete.inc({ reason: 'ignored' }, ignored);
    this.incomplete.inc({ reason: 'reduced' }, reduced);
  }
}
