import type { ConsumeMessage, MessageProperties } from 'amqplib';

/** One message handed to us, to be settled exactly once. */
export interface Delivery {
  readonly content: Buffer;
  readonly properties: MessageProperties;
  readonly queue: string;
  /** The broker has handed it out before, and does not know what became of it. */
  readonly redelivered: boolean;
  /** The channel that delivered it is gone: the broker gives it to somebody else, and it can be settled no more. */
  readonly lost: boolean;
  /** Done. A no-op when the channel that delivered it is gone: the broker will deliver it again. */
  ack(): void;
  /** Never again: to the dead letters. */
  reject(): void;
}

/** What settles deliveries of one channel. */
export interface DeliverySettler {
  readonly live: boolean;
  ack(message: ConsumeMessage): void;
  reject(message: ConsumeMessage): void;
}

export function deliveryOf(message: ConsumeMessage, queue: string, settler: DeliverySettler): Delivery {
  let settled = false;
  const once = (settle: () => void) => () => {
    if (settled) return;
    settled = true;
    settle();
  };
  return {
    content: message.content,
    properties: message.properties,
    queue,
    redelivered: message.fields.redelivered,
    get lost() {
      return !settler.live;
    },
    ack: once(() => settler.ack(message)),
    reject: once(() => settler.reject(message)),
  };
}
