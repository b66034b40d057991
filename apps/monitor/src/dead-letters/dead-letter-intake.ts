import { setTimeout as delay } from 'node:timers/promises';
import { Inject, Injectable, Logger } from '@nestjs/common';
import { BrokerNames, QueueConsumer, type BrokerConnection, type Delivery } from '@celerity/messaging';
import { CONSUME_CONNECTION, describeError } from '@celerity/service';
import type { LeaderDuty } from '../projection/leader-duty.js';
import { deadMessageOf, type DeadMessage } from './dead-message.js';
import { DeadLetterStore } from './dead-letter-store.js';
import { DeadTasks } from './dead-tasks.js';

/** Most deliveries in hand, and in one transaction; a body may be large. */
const PREFETCH = 20;
const AGAIN_MS = 1_000;

interface Arrival {
  readonly delivery: Delivery;
  readonly message: DeadMessage;
  readonly redelivered: boolean;
}

/**
 * Takes the dead letters out of their queue: stored, then `failed` journaled for their tasks, then acked. Dying in
 * between makes the broker deliver them again, and each step finds what is done already.
 */
@Injectable()
export class DeadLetterIntake implements LeaderDuty {
  private readonly logger = new Logger('DeadLetters');

  constructor(
    @Inject(CONSUME_CONNECTION) private readonly connection: BrokerConnection,
    private readonly names: BrokerNames,
    private readonly store: DeadLetterStore,
    private readonly tasks: DeadTasks,
  ) {}

  async run(_term: number, signal: AbortSignal): Promise<void> {
    const arrived: Delivery[] = [];
    let wake: () => void = () => undefined;
    const consumer = new QueueConsumer(this.connection, {
      queue: this.names.dead,
      prefetch: PREFETCH,
      onDelivery: (delivery) => {
        arrived.push(delivery);
        wake();
      },
    });
    const stop = () => wake();
    signal.addEventListener('abort', stop, { once: true });
    try {
      while (!signal.aborted) {
        if (arrived.length === 0) await new Promise<void>((resolve) => (wake = resolve));
        const batch = arrived.splice(0, PREFETCH);
        if (batch.length > 0) await this.take(batch, signal);
      }
    } finally {
      signal.removeEventListener('abort', stop);
      this.connection.detach(consumer);
      // What is not acked goes back to the queue, for the next leader.
      await consumer.close();
    }
  }

  /** Tries for as long as it takes: nothing but an ack takes a message out of the queue. */
  private async take(deliveries: readonly Delivery[], signal: AbortSignal): Promise<void> {
    const arrivals = deliveries.map((delivery) => ({
      delivery,
      message: deadMessageOf(delivery, this.names),
      redelivered: delivery.redelivered,
    }));
    let failed = false;
    while (!signal.aborted) {
      try {
        await this.settle(arrivals, failed);
        return;
      } catch (error) {
        // One line an outage, not one a try.
        if (!failed)
          this.logger.warn(`${arrivals.length} dead letters wait to be taken in: ${describeError(error)}`);
        failed = true;
        await delay(AGAIN_MS, undefined, { signal }).catch(() => undefined);
      }
    }
  }

  private async settle(arrivals: readonly Arrival[], again: boolean): Promise<void> {
    // A second try may follow a commit whose answer was lost: what is there then is not counted twice.
    await this.store.add(again ? arrivals.map((arrival) => ({ ...arrival, redelivered: true })) : arrivals);
    await this.tasks.fail(arrivals.map(({ message }) => message));
    for (const { delivery, message } of arrivals) {
      delivery.ack();
      const { cause, queue, task_id, task_name } = message;
      this.logger.warn(`a message of ${queue} is a dead letter: ${cause}`, { task_id, task_name });
    }
  }
}
