import type { Channel, ConsumeMessage } from 'amqplib';
import type { DeliverySettler } from './delivery.js';

/**
 * Settles the deliveries of one channel, sending few acks for many messages: handlers finish out of order,
 * so one `multiple` ack reaches up to the lowest delivery still outstanding, and the rest go singly.
 */
export class AckWindow implements DeliverySettler {
  /** Deliveries not yet settled, in the order of their tags; true once acked here but not yet at the broker. */
  private readonly outstanding = new Map<number, boolean>();
  private readonly acked: ConsumeMessage[] = [];
  private flushing = false;
  private open = true;

  constructor(private readonly channel: Channel) {}

  get size(): number {
    return this.outstanding.size;
  }

  /** False when the channel is gone. */
  get live(): boolean {
    return this.open;
  }

  delivered(message: ConsumeMessage): void {
    this.outstanding.set(message.fields.deliveryTag, false);
  }

  ack(message: ConsumeMessage): void {
    if (!this.open) return;
    this.outstanding.set(message.fields.deliveryTag, true);
    this.acked.push(message);
    if (this.flushing) return;
    this.flushing = true;
    setImmediate(() => this.flush());
  }

  reject(message: ConsumeMessage): void {
    if (!this.open) return;
    this.outstanding.delete(message.fields.deliveryTag);
    this.channel.reject(message, false);
  }

  /** The channel is gone: its tags mean nothing on another one. */
  abandon(): void {
    this.open = false;
    this.outstanding.clear();
    this.acked.length = 0;
  }

  /** Sends what was acked since the last flush. */
  flush(): void {
    this.flushing = false;
    if (!this.open || this.acked.length === 0) return;
    const upTo = this.takeSettledPrefix();
    const inPrefix = this.acked.find(({ fields }) => fields.deliveryTag === upTo);
    if (inPrefix) this.channel.ack(inPrefix, true);
    for (const message of this.acked.splice(0)) {
      if (message.fields.deliveryTag <= upTo) continue;
      this.outstanding.delete(message.fields.deliveryTag);
      this.channel.ack(message, false);
    }
  }

  /** Highest tag below which everything is acked; 0 when the lowest one is still being worked on. */
  private takeSettledPrefix(): number {
    let upTo = 0;
    for (const [tag, acked] of this.outstanding) {
      if (!acked) break;
      upTo = tag;
      this.outstanding.delete(tag);
    }
    return upTo;
  }
}
