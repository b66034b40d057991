import { setTimeout as pause } from 'node:timers/promises';
import type { ChannelModel, ConfirmChannel, Message, Options } from 'amqplib';
import type { BrokerConnection, ChannelUser } from '../connection/broker-connection.js';
import { BrokerUnavailable, ConfirmUnknown, PublishRefused } from '../connection/broker-errors.js';
import { PublishChannels } from './publish-channels.js';

export interface Publication {
  /** Empty for the default exchange, where the routing key is a queue's name. */
  readonly exchange: string;
  readonly routingKey: string;
  readonly content: Buffer;
  /** Needs a `messageId`: a returned message is recognised by it. */
  readonly properties: Options.Publish & { readonly messageId: string };
  /** Asked right before it leaves; with false it does not, and nothing is published. */
  readonly wanted?: () => boolean;
}

export interface PublisherOptions {
  /** Most messages published and not yet confirmed: the bound on memory and on what a crash leaves unknown. */
  readonly window?: number;
  /** Most bytes of them. A single larger message still goes, alone. */
  readonly windowBytes?: number;
  /** Most messages that wait for a place; the next is refused at once. */
  readonly mostWaiting?: number;
  /** A message that comes while the broker blocks us is refused at once, and does not wait for the end of that. */
  readonly refuseWhileBlocked?: boolean;
  /** Longest wait for a place in the window, or for a connection, in milliseconds. */
  readonly admitTimeoutMs?: number;
  /** Longest wait for a confirm, in milliseconds; after it the outcome is unknown. */
  readonly confirmTimeoutMs?: number;
}

interface InFlight {
  readonly publication: Publication;
  readonly publishedAt: number;
  readonly resolve: () => void;
  readonly reject: (error: Error) => void;
  returned: string | null;
}

interface Waiting {
  readonly deadline: number;
  readonly admit: () => void;
  readonly reject: (error: Error) => void;
}

const SWEEP_MS = 100;

/**
 * Publishes persistent, mandatory messages with confirms. A publish resolves only when the broker has taken
 * the message into a queue; a returned message counts as refused, although the broker confirms it too.
 */
export class Publisher implements ChannelUser {
  private channels: PublishChannels | null = null;
  private readonly streams = new Set<string>();
  private readonly inFlight = new Set<InFlight>();
  private readonly waiting: Waiting[] = [];
  /** Let in, but not yet in flight: their places are taken. */
  private admitted = 0;
  private bytesInFlight = 0;
  /** The socket takes no more now: what is written stays in our memory. */
  private stalled = false;
  private sweeper: NodeJS.Timeout | null = null;
  /** How publishes have ended, for metrics. */
  readonly ended = { confirmed: 0, refused: 0, unknown: 0 };
  private readonly window: number;
  private readonly windowBytes: number;
  private readonly mostWaiting: number;
  private readonly refuseWhileBlocked: boolean;
  private readonly admitTimeoutMs: number;
  private readonly confirmTimeoutMs: number;

  constructor(
    private readonly connection: BrokerConnection,
    options: PublisherOptions = {},
  ) {
    this.window = options.window ?? 2_000;
    this.windowBytes = options.windowBytes ?? 32 * 1024 * 1024;
    this.mostWaiting = options.mostWaiting ?? 2_000;
    this.refuseWhileBlocked = options.refuseWhileBlocked ?? false;
    this.admitTimeoutMs = options.admitTimeoutMs ?? 1_500;
    this.confirmTimeoutMs = options.confirmTimeoutMs ?? 10_000;
    connection.attach(this);
  }

  /**
   * Resolves when the broker has confirmed the message.
   * @throws BrokerUnavailable nothing was published; PublishRefused the broker said no;
   *   ConfirmUnknown it was published and no answer came.
   */
  async publish(publication: Publication): Promise<void> {
    if (!this.hasRoom()) {
      if (this.refusal !== null) throw new BrokerUnavailable(this.refusal);
      await this.waitForRoom();
      this.admitted -= 1;
    }
    const found = this.channelFor(publication);
    const channel = found instanceof Promise ? await found : found;
    if (publication.wanted?.() === false) throw new BrokerUnavailable('nobody waits for it any more');
    await new Promise<void>((resolve, reject) => this.send(channel, publication, resolve, reject));
  }

  /** What goes to this stream will have a channel of its own; to be said before the first of it. */
  expectStream(stream: string): void {
    this.streams.add(stream);
  }

  async open(model: ChannelModel): Promise<void> {
    this.channels = await PublishChannels.open(model, this.streams, (channel, stream) =>
      this.prepare(channel, stream),
    );
    this.stalled = false;
    // Its next round lets in who waits: not before the connection counts as up.
    this.sweeper ??= setInterval(() => this.sweep(), SWEEP_MS).unref();
  }

  lost(reason: string): void {
    this.channels?.lost();
    this.channels = null;
    for (const entry of [...this.inFlight]) {
      this.settle(entry, new ConfirmUnknown(`the connection was lost before the confirm: ${reason}`));
    }
  }

  /** Why a message would be refused now without any wait; null when it would be taken, or wait for a place. */
  get refusal(): string | null {
    if (this.refuseWhileBlocked && this.connection.blocked) return String(this.connection.trouble);
    return this.waiting.length >= this.mostWaiting ? 'too many messages wait for the broker' : null;
  }

  /** Messages published and not yet answered. */
  get unconfirmed(): number {
    return this.inFlight.size;
  }

  stop(): void {
    if (this.sweeper) clearInterval(this.sweeper);
    this.sweeper = null;
    for (const entry of this.waiting.splice(0)) entry.reject(new BrokerUnavailable('shutting down'));
  }

  private channelFor({ exchange, routingKey }: Publication): ConfirmChannel | Promise<ConfirmChannel> {
    if (!this.channels) throw new BrokerUnavailable('no connection to the broker');
    const toStream = exchange === '' && this.streams.has(routingKey);
    const channel = this.channels.of(toStream ? routingKey : null);
    return channel instanceof Promise ? this.opened(channel) : channel;
  }

  private async opened(opening: Promise<ConfirmChannel>): Promise<ConfirmChannel> {
    const abandon = new AbortController();
    const late = pause(this.admitTimeoutMs, null, { signal: abandon.signal, ref: false }).catch(() => null);
    try {
      const channel = await Promise.race([opening, late]);
      if (channel) return channel;
    } catch (error) {
      throw new BrokerUnavailable((error as Error).message);
    } finally {
      abandon.abort();
    }
    throw new BrokerUnavailable('no channel to the broker in time');
  }

  private prepare(channel: ConfirmChannel, stream: string | null): void {
    channel.on('return', (message: Message) => {
      this.onReturn(message);
      // A message that reached no stream has put the channel's numbers ahead of the stream's.
      if (stream !== null) this.channels?.renew(stream, channel);
    });
    channel.on('error', (error: Error) => this.connection.recycle(`publish channel: ${error.message}`));
    channel.on('drain', () => {
      this.stalled = false;
      this.admitWaiting();
    });
  }

  private send(
    channel: ConfirmChannel,
    p: Publication,
    resolve: () => void,
    reject: (error: Error) => void,
  ): void {
    const entry: InFlight = {
      publication: p,
      publishedAt: performance.now(),
      resolve,
      reject,
      returned: null,
    };
    this.inFlight.add(entry);
    this.bytesInFlight += p.content.length;
    const options = { ...p.properties, persistent: true, mandatory: true };
    try {
      const taken = channel.publish(p.exchange, p.routingKey, p.content, options, (error: unknown) => {
        if (entry.returned !== null) this.settle(entry, new PublishRefused(entry.returned));
        else if (error) this.settle(entry, refusedOrUnknown(error as Error));
        else this.settle(entry, null);
      });
      if (!taken) this.stalled = true;
    } catch (error) {
      // amqplib throws on a closed channel before a byte is written.
      this.settle(entry, new BrokerUnavailable((error as Error).message));
    }
  }

  private settle(entry: InFlight, error: Error | null): void {
    if (!this.inFlight.delete(entry)) return;
    this.bytesInFlight -= entry.publication.content.length;
    this.ended[endOf(error)] += 1;
    if (error) entry.reject(error);
    else entry.resolve();
    this.admitWaiting();
  }

  private onReturn(message: Message): void {
    for (const entry of this.inFlight) {
      if (isReturnOf(entry.publication, message)) {
        entry.returned = `no queue takes routing key "${message.fields.routingKey}"`;
      }
    }
  }

  private hasRoom(): boolean {
    const taken = this.inFlight.size + this.admitted;
    if (taken >= this.window || (taken > 0 && this.bytesInFlight >= this.windowBytes)) return false;
    return this.channels !== null && !this.stalled && this.connection.trouble === null;
  }

  private waitForRoom(): Promise<void> {
    if (!this.sweeper) return Promise.reject(new BrokerUnavailable('no connection to the broker'));
    return new Promise((admit, reject) => {
      this.waiting.push({ deadline: performance.now() + this.admitTimeoutMs, admit, reject });
    });
  }

  private admitWaiting(): void {
    while (this.waiting.length > 0 && this.hasRoom()) {
      this.admitted += 1;
      this.waiting.shift()?.admit();
    }
  }

  /** One timer for all deadlines: a timer per message would cost more than the message. */
  private sweep(): void {
    const now = performance.now();
    for (const entry of this.inFlight) {
      if (now - entry.publishedAt < this.confirmTimeoutMs) break;
      this.settle(entry, new ConfirmUnknown(`no confirm within ${this.confirmTimeoutMs} ms`));
    }
    while (this.waiting[0] && this.waiting[0].deadline <= now) {
      const why = this.connection.trouble ?? 'too many unconfirmed messages';
      this.waiting.shift()?.reject(new BrokerUnavailable(why));
    }
    this.admitWaiting();
  }
}

function endOf(error: Error | null): 'confirmed' | 'refused' | 'unknown' {
  if (error === null) return 'confirmed';
  return error instanceof ConfirmUnknown ? 'unknown' : 'refused';
}

/** Two messages of one id may be on their way to different places, and only one of them come back. */
function isReturnOf({ properties, exchange, routingKey }: Publication, returned: Message): boolean {
  return (
    properties.messageId === returned.properties.messageId &&
    exchange === returned.fields.exchange &&
    routingKey === returned.fields.routingKey
  );
}

/** amqplib reports a nack and the end of the channel by the same callback; only the first is an answer. */
function refusedOrUnknown(error: Error): Error {
  return error.message === 'message nacked'
    ? new PublishRefused('the broker refused the message (nack)')
    : new ConfirmUnknown(`the connection was lost before the confirm: ${error.message}`);
}
