import { Injectable } from '@nestjs/common';
import { Gauge, Registry } from 'prom-client';
import { BeatLeadership } from '../leadership/beat-leadership.js';
import { TimerStore } from './timer-store.js';

/** How many delayed tasks wait. The leader alone tells, so that a sum over replicas is right. */
@Injectable()
export class TimersWaiting {
  constructor(store: TimerStore, leadership: BeatLeadership, registry: Registry) {
    new Gauge({
      name: 'celerity_timers_waiting',
      help: 'Delayed and retried tasks in the table of timers; told by the leader only',
      registers: [registry],
      async collect(this: Gauge) {
        const count = leadership.term === null ? null : await store.count().catch(() => null);
        if (count === null) this.remove();
        else this.set(count);
      },
    });
  }
}
