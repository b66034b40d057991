import { Injectable } from '@nestjs/common';
import { Gauge, Registry } from 'prom-client';
import { LeftRunning } from '../attempt/left-running.js';
import { RunningAttempts } from '../attempt/running-attempts.js';
import { Slots } from '../slots/slots.js';

/** What one worker is busy with. Counts of tasks come from the monitor, which sees all workers. */
@Injectable()
export class EngineMetrics {
  constructor(registry: Registry, slots: Slots, running: RunningAttempts, leftRunning: LeftRunning) {
    new Gauge({
      name: 'celerity_worker_slots',
      help: 'Handlers that may run at the same time.',
      registers: [registry],
      collect() {
        this.set(slots.size);
      },
    });
    new Gauge({
      name: 'celerity_worker_running_attempts',
      help: 'Handlers running now.',
      registers: [registry],
      collect() {
        this.set(running.running);
      },
    });
    new Gauge({
      name: 'celerity_worker_left_running',
      help: 'Handlers that run on although their attempt has ended.',
      registers: [registry],
      collect() {
        this.set(leftRunning.count);
      },
    });
  }
}
