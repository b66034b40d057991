import type { Channel, ChannelModel } from 'amqplib';
import type { BrokerConnection, ChannelUser } from '../connection/broker-connection.js';

/** How often the connection is asked for a sign of life. */
const ASK_MS = 4_000;
/** Longest age of the last sign: shorter than the broker waits before it drops a silent client (its heartbeat, 15 s). */
const FRESH_MS = 12_000;

/**
 * Whether a connection has lately been alive in both directions. A process that was paused, or whose network is
 * gone, still believes in its connection when the broker has long dropped it.
 */
export class Freshness implements ChannelUser {
  private channel: Channel | null = null;
  private timer: NodeJS.Timeout | null = null;
  private sign = new Instant(-Infinity, -Infinity);

  constructor(
    private readonly connection: BrokerConnection,
    /** A queue that is there, to ask about. */
    private readonly queue: string,
  ) {
    connection.attach(this);
  }

  get isFresh(): boolean {
    return this.sign.age() < FRESH_MS;
  }

  /** Something has just come back that was sent a moment ago. */
  prove(): void {
    this.sign = Instant.now();
  }

  async open(model: ChannelModel): Promise<void> {
    const channel = await model.createChannel();
    channel.on('error', (error: Error) => this.connection.recycle(`sign of life: ${error.message}`));
    this.channel = channel;
    this.timer ??= setInterval(() => void this.ask(), ASK_MS).unref();
  }

  lost(): void {
    this.channel = null;
  }

  stop(): void {
    if (this.timer) clearInterval(this.timer);
    this.timer = null;
  }

  private async ask(): Promise<void> {
    const asked = Instant.now();
    try {
      if (!this.channel) return;
      await this.channel.checkQueue(this.queue);
      this.sign = asked;
    } catch {
      // The channel's error event, or the end of its connection, says why.
    }
  }
}

/** A moment on both clocks: the monotonic one stands still in a suspended machine, the other one can be set. */
class Instant {
  constructor(
    private readonly monotonic: number,
    private readonly wall: number,
  ) {}

  static now(): Instant {
    return new Instant(performance.now(), Date.now());
  }

  age(): number {
    return Math.max(performance.now() - this.monotonic, Date.now() - this.wall);
  }
}
