import { Injectable } from '@nestjs/common';
import { Publisher } from '@celerity/messaging';
import { Counter, Gauge, Registry } from 'prom-client';

/** Does the broker confirm what a service publishes? */
@Injectable()
export class PublishMetrics {
  constructor(publisher: Publisher, registry: Registry) {
    new Counter({
      name: 'celerity_publishes_total',
      help: 'Messages published, by what the broker said: confirmed, refused, or unknown when no confirm came',
      labelNames: ['outcome'],
      registers: [registry],
      collect() {
        this.reset();
        for (const [outcome, count] of Object.entries(publisher.ended)) this.inc({ outcome }, count);
      },
    });
    new Gauge({
      name: 'celerity_publishes_unconfirmed',
      help: 'Messages published and not yet confirmed',
      registers: [registry],
      collect() {
        this.set(publisher.unconfirmed);
      },
    });
  }
}
