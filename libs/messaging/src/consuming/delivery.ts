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

/** A message of one channel until it is settled, once. */
export class OpenDelivery implements Delivery {
  private settled = false;

  constructor(
    private readonly message: ConsumeMessage,
    readonly queue: string,
    private readonly settler: DeliverySettler,
  ) {}

  get content(): Buffer {
    return this.message.content;
  }

  get properties(): MessageProperties {
    return this.message.properties;
  }

  get redelivered(): boolean {
    return this.message.fields.redelivered;
  }

  get lost(): boolean {
    return !this.settler.live;
  }

  ack(): void {
    if (this.settled) return;
    this.settled = true;
    this.settler.ack(this.message);
  }

  reject(): void {
    if (this.settled) return;
    this.settled = true;
    this.settler.reject(this.message);
  }
}
