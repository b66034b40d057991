import { setTimeout as delay } from 'node:timers/promises';
import { Inject, Injectable, Logger } from '@nestjs/common';
import { catalogue, FAMILIES } from '@celerity/contracts';
import { BrokerNames, type BrokerConnection } from '@celerity/messaging';
import { CONSUME_CONNECTION, describeError } from '@celerity/service';
import { MonitorConfig } from '../app/monitor-config.js';
import { JournalBarrier } from '../barriers/journal-barrier.js';
import { QueueDepths } from '../metrics/queue-depths.js';
import type { LeaderDuty } from '../projection/leader-duty.js';
import { HeldDeliveries } from './held-deliveries.js';
import { LostMessages } from './lost-messages.js';
import { QueueWatch, TIMERS } from './queue-watch.js';
import { WaitingTasks } from './waiting-tasks.js';

const LONGEST_PAUSE_MS = 15_000;
const BARRIER_MS = 10_000;

/**
 * Brings back tasks whose messages are gone: accepted, never begun, and in no queue. A deleted queue and a broker
 * that lost its disk do that. Looks at the queues again and again, since a count of a moment proves nothing.
 */
@Injectable()
export class Sweep implements LeaderDuty {
  private readonly logger = new Logger('Sweep');

  constructor(
    @Inject(CONSUME_CONNECTION) private readonly connection: BrokerConnection,
    private readonly names: BrokerNames,
    private readonly config: MonitorConfig,
    private readonly queues: QueueDepths,
    private readonly held: HeldDeliveries,
    private readonly waiting: WaitingTasks,
    private readonly lost: LostMessages,
    private readonly barrier: JournalBarrier,
  ) {}

  async run(_term: number, signal: AbortSignal): Promise<void> {
    const watch = new QueueWatch([...this.names.queues, ...this.names.quarantines].map(({ label }) => label));
    const pauseMs = Math.min(LONGEST_PAUSE_MS, this.config.SWEEP_AFTER_MS / 4);
    while (!signal.aborted) {
      await delay(pauseMs, undefined, { signal }).catch(() => undefined);
      if (signal.aborted) return;
      await this.look(watch).catch((error: unknown) => {
        this.logger.warn(`cannot sweep now: ${describeError(error)}`);
      });
    }
  }

  private async look(watch: QueueWatch): Promise<void> {
    const [depths, held] = await Promise.all([this.queues.read(), this.held.families()]);
    const now = performance.now();
    watch.look(depths, (family) => held.has(family), now);
    const missing = watch.missingTwice(depths);
    if (missing.length > 0) this.connection.recycle(`declaring again what is missing: ${missing.join(', ')}`);
    const afterMs = this.config.SWEEP_AFTER_MS;
    const quiet = FAMILIES.filter((family) => watch.isQuiet(family, afterMs / 2, now));
    const kinds = watch.isQuiet(TIMERS, afterMs / 2, now) ? [false, true] : [false];
    for (const delayed of kinds) {
      if ((await this.waiting.overdue(quiet, delayed, afterMs)).length === 0) continue;
      // A start, an end or a refusal may be journaled and not be in the tables yet.
      await this.barrier.pass(BARRIER_MS);
      const known = (await this.waiting.overdue(quiet, delayed, afterMs)).filter(({ task_name }) =>
        catalogue.find(task_name),
      );
      await this.waiting.noteSwept(known);
      await Promise.all(known.map((task) => this.lost.bringBack(task, delayed)));
    }
  }
}
