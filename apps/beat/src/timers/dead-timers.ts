import { randomUUID } from 'node:crypto';
import { Injectable, Logger } from '@nestjs/common';
import { BrokerNames, type Delivery, Publisher } from '@celerity/messaging';
import { describeError } from '@celerity/service';

/** Puts messages that can never become a timer where people look for what failed: into the dead letters. */
@Injectable()
export class DeadTimers {
  private readonly logger = new Logger('Timers');

  constructor(
    private readonly publisher: Publisher,
    private readonly names: BrokerNames,
  ) {}

  /**
   * Resolves when the broker has it in the dead letters; only then is the delivery acked. The timers queue
   * has no dead-lettering of its own, as a reject must never be the way in which a delayed task gets lost.
   */
  async bury(delivery: Delivery, reason: string): Promise<void> {
    const { contentType, contentEncoding, type, headers, correlationId, timestamp } = delivery.properties;
    const messageId: unknown = delivery.properties.messageId;
    await this.publisher.publish({
      exchange: '',
      routingKey: this.names.dead,
      content: delivery.content,
      properties: {
        messageId: typeof messageId === 'string' && messageId !== '' ? messageId : randomUUID(),
        contentType,
        contentEncoding,
        type,
        correlationId,
        timestamp,
        headers: { ...headers, dead_queue: delivery.queue, dead_reason: reason },
      },
    });
    delivery.ack();
    this.logger.error(
      `a message that is no timer went to the dead letters: ${describeError(new Error(reason))}`,
    );
  }
}
