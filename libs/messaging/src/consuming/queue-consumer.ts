import type { Socket } from 'node:net';
import type { Channel, ChannelModel, ConsumeMessage } from 'amqplib';
import { answered } from '../connection/answered.js';
import type { BrokerConnection, ChannelUser } from '../connection/broker-connection.js';
import { AckWindow } from './ack-window.js';
import { ConsumerProbe } from './consumer-probe.js';
import { type Delivery, OpenDelivery } from './delivery.js';

export interface QueueConsumerOptions {
  readonly queue: string;
  /** Most unsettled deliveries at a time. */
  readonly prefetch: number;
  /** Takes a delivery and settles it later; must not throw. */
  readonly onDelivery: (delivery: Delivery) => void;
  /** How often the broker is asked what it knows of the consumer, in milliseconds; it may take as long to answer. */
  readonly probeEveryMs?: number;
}

const PROBE_EVERY_MS = 10_000;

/**
 * Consumes one queue with late acks, on each new connection anew. A consumer that works only as far as we can see is
 * found by asking the broker, and replaced.
 */
export class QueueConsumer implements ChannelUser {
  private channel: Channel | null = null;
  private window: AckWindow | null = null;
  private consumerTag: string | null = null;
  private probing: NodeJS.Timeout | undefined;
  private wanted = true;
  private taken = 0;
  private droppedUnsettled = 0;

  constructor(
    private readonly connection: BrokerConnection,
    private readonly options: QueueConsumerOptions,
  ) {
    connection.attach(this);
  }

  /** True while the broker has a consumer of ours on the queue. */
  get consuming(): boolean {
    return this.consumerTag !== null;
  }

  /** Deliveries that we hold: taken and not yet settled. */
  get unsettled(): number {
    return this.window?.size ?? 0;
  }

  /** Deliveries settled since the start. */
  get settled(): number {
    return this.taken - this.droppedUnsettled - this.unsettled;
  }

  async open(model: ChannelModel): Promise<void> {
    const channel = await model.createChannel();
    channel.on('error', (error: Error) => this.connection.recycle(`consume channel: ${error.message}`));
    this.channel = channel;
    this.window = new AckWindow(channel);
    await channel.prefetch(this.options.prefetch);
    if (this.wanted) await this.subscribe(channel, this.window);
  }

  lost(): void {
    clearInterval(this.probing);
    this.droppedUnsettled += this.unsettled;
    this.window?.abandon();
    this.channel = null;
    this.window = null;
    this.consumerTag = null;
  }

  /** Takes no more deliveries; those already here can still be settled. */
  async stopConsuming(): Promise<void> {
    this.wanted = false;
    clearInterval(this.probing);
    const tag = this.consumerTag;
    this.consumerTag = null;
    if (tag && this.channel) await answered(this.channel.cancel(tag));
  }

  /** Sends outstanding acks and closes the channel, which gives unsettled deliveries back to the queue. */
  async close(): Promise<void> {
    await this.stopConsuming();
    this.window?.flush();
    const channel = this.channel;
    this.lost();
    if (channel) await answered(channel.close());
  }

  private async subscribe(channel: Channel, window: AckWindow): Promise<void> {
    const { queue, onDelivery } = this.options;
    const onMessage = (message: ConsumeMessage | null): void => {
      // Null: the broker cancelled us, because the queue was deleted or its leader moved.
      if (!message) return this.connection.recycle(`the broker cancelled the consumer of ${queue}`);
      this.taken += 1;
      window.delivered(message);
      onDelivery(new OpenDelivery(message, queue, window));
    };
    const { consumerTag } = await channel.consume(queue, onMessage, { noAck: false });
    if (channel !== this.channel) return;
    this.consumerTag = consumerTag;
    // Stopped meanwhile, when there was nothing to cancel yet.
    if (!this.wanted) return this.stopConsuming();
    this.probeRegularly(channel);
  }

  private probeRegularly(channel: Channel): void {
    const { queue, prefetch, probeEveryMs = PROBE_EVERY_MS } = this.options;
    const belief = () => ({ taken: this.taken, hasRoom: this.unsettled < prefetch });
    // Not in amqplib's types; without it a connection counts as idle.
    const { stream } = channel.connection as unknown as { stream?: Socket };
    const probe = new ConsumerProbe(channel, queue, belief, probeEveryMs, () => stream?.bytesRead ?? 0);
    let asking = false;
    const ask = async (): Promise<void> => {
      if (asking) return;
      asking = true;
      // An error ends the channel, and the channel's end says so itself.
      const trouble = await probe.ask().catch(() => null);
      asking = false;
      if (trouble !== null && channel === this.channel && this.consuming) this.connection.recycle(trouble);
    };
    this.probing = setInterval(() => void ask(), probeEveryMs).unref();
  }
}
