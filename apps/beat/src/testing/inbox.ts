import { decodeTask, QueueConsumer, type BrokerConnection } from '@celerity/messaging';
import type { TaskMessage } from '@celerity/contracts';

/** A message as a worker would have got it. */
export interface Received {
  readonly message: TaskMessage;
  readonly at: number;
}

/** Takes everything that arrives in a queue. */
export class Inbox {
  readonly received: Received[] = [];

  constructor(connection: BrokerConnection, queue: string) {
    new QueueConsumer(connection, {
      queue,
      prefetch: 1_000,
      onDelivery: (delivery) => {
        this.received.push({ message: decodeTask(delivery.content, delivery.properties), at: Date.now() });
        delivery.ack();
      },
    });
  }

  of(taskId: string): Received[] {
    return this.received.filter(({ message }) => message.taskId === taskId);
  }
}
