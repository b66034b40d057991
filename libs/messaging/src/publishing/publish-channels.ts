import type { ChannelModel, ConfirmChannel } from 'amqplib';
import { answered } from '../connection/answered.js';

/** What is to be done with a channel that has just been opened. */
type Prepare = (channel: ConfirmChannel, stream: string | null) => void;

/**
 * The confirm channels of one connection: one for each stream that is written, and one for everything else. A stream that gets a new leader is sent what it had not confirmed again, under the numbers that the *channel*
 * gave it; what the channel then writes under the stream's own, lower numbers is taken for repeats, and confirmed without
 * being kept (RabbitMQ 3.10 to 4.1 at least). On a channel that writes this one stream alone both numbers are the same.
 */
export class PublishChannels {
  private readonly streams = new Map<string, ConfirmChannel>();
  private readonly opening = new Map<string, Promise<ConfirmChannel>>();
  private ended = false;

  private constructor(
    private readonly model: ChannelModel,
    private readonly queues: ConfirmChannel,
    private readonly prepare: Prepare,
  ) {}

  /** Opens those that are known to be needed. */
  static async open(
    model: ChannelModel,
    streams: Iterable<string>,
    prepare: Prepare,
  ): Promise<PublishChannels> {
    const queues = await model.createConfirmChannel();
    prepare(queues, null);
    const channels = new PublishChannels(model, queues, prepare);
    for (const stream of streams) await channels.of(stream);
    return channels;
  }

  /** The channel for a stream, or with null for queues; at once where it is open, which it is but for the first time. */
  of(stream: string | null): ConfirmChannel | Promise<ConfirmChannel> {
    if (stream === null) return this.queues;
    return this.streams.get(stream) ?? this.openFor(stream);
  }

  /** The next message to the stream goes over a new channel; this one goes when all of its messages are answered. */
  renew(stream: string, channel: ConfirmChannel): void {
    if (this.streams.get(stream) !== channel) return;
    this.streams.delete(stream);
    void channel
      .waitForConfirms()
      .catch(() => undefined)
      .then(() => (this.ended ? undefined : answered(channel.close())));
  }

  /** The connection is gone, and they with it. */
  lost(): void {
    this.ended = true;
    this.streams.clear();
  }

  private openFor(stream: string): Promise<ConfirmChannel> {
    const under = this.opening.get(stream) ?? this.openOnce(stream);
    this.opening.set(stream, under);
    return under;
  }

  private async openOnce(stream: string): Promise<ConfirmChannel> {
    try {
      const channel = await this.model.createConfirmChannel();
      this.prepare(channel, stream);
      if (!this.ended) this.streams.set(stream, channel);
      return channel;
    } finally {
      this.opening.delete(stream);
    }
  }
}
