import type { JournalBatch, JournalEvent } from '@celerity/contracts';
import type { Channel, ChannelModel, ConsumeMessage } from 'amqplib';
import { answered } from '../connection/answered.js';
import type { BrokerConnection, ChannelUser } from '../connection/broker-connection.js';

/** Where to begin: a stream offset, or `next` for what is written from now on. */
export type JournalPosition = number | 'next';

export interface JournalReaderOptions {
  readonly journal: string;
  /** Most batches handed out and not yet done with. */
  readonly prefetch: number;
  /** Asked at each (re)opening: where to go on from. */
  readonly position: () => Promise<JournalPosition>;
  /** Called in order; call `done` when the batch is dealt with, which lets the broker send more. */
  readonly onBatch: (batch: JournalBatch, done: () => void) => void;
  readonly onUnreadable?: (offset: number, reason: string) => void;
}

/** Reads the journal in order, from a position, on each new connection anew. */
export class JournalReader implements ChannelUser {
  private channel: Channel | null = null;
  private model: ChannelModel | null = null;
  private wanted = false;
  private subscribing: Promise<void> | null = null;
  /** Counts what makes a subscription under way needless: a stop, or the loss of its connection. */
  private turn = 0;

  constructor(
    private readonly connection: BrokerConnection,
    private readonly options: JournalReaderOptions,
  ) {
    connection.attach(this);
  }

  get reading(): boolean {
    return this.channel !== null;
  }

  async open(model: ChannelModel): Promise<void> {
    this.model = model;
    if (this.wanted) await this.subscribeOnce(model);
  }

  lost(): void {
    this.leave();
    this.model = null;
  }

  /** Begins to read; resolves when the broker has us as a reader. With no connection, as soon as there is one. */
  async start(): Promise<void> {
    this.wanted = true;
    if (this.model) await this.subscribeOnce(this.model);
  }

  async stop(): Promise<void> {
    this.wanted = false;
    const channel = this.channel;
    this.leave();
    if (channel) await answered(channel.close());
  }

  private leave(): void {
    this.turn += 1;
    this.channel = null;
    this.subscribing = null;
  }

  private subscribeOnce(model: ChannelModel): Promise<void> {
    return (this.subscribing ??= this.subscribe(model, this.turn));
  }

  private async subscribe(model: ChannelModel, turn: number): Promise<void> {
    try {
      await this.consume(model, turn);
    } catch (error) {
      // The next start tries again.
      if (turn === this.turn) this.leave();
      throw error;
    }
  }

  private async consume(model: ChannelModel, turn: number): Promise<void> {
    const position = await this.options.position();
    if (turn !== this.turn) return;
    const channel = await model.createChannel();
    if (turn !== this.turn) return answered(channel.close());
    this.channel = channel;
    channel.on('error', (error: Error) => this.connection.recycle(`journal channel: ${error.message}`));
    await channel.prefetch(this.options.prefetch);
    await channel.consume(this.options.journal, (message) => this.onMessage(channel, message), {
      noAck: false,
      arguments: { 'x-stream-offset': position },
    });
  }

  private onMessage(channel: Channel, message: ConsumeMessage | null): void {
    if (channel !== this.channel) return;
    if (!message) return this.connection.recycle('the broker cancelled the journal reader');
    const done = () => {
      if (channel === this.channel) channel.ack(message);
    };
    const offset = Number(message.properties.headers?.['x-stream-offset']);
    this.options.onBatch({ offset, events: this.parse(offset, message.content) }, done);
  }

  /** A batch that cannot be read counts as empty, so that one foreign message does not stop every view. */
  private parse(offset: number, content: Buffer): JournalEvent[] {
    try {
      const events: unknown = JSON.parse(content.toString('utf8'));
      if (Array.isArray(events)) return events as JournalEvent[];
      this.options.onUnreadable?.(offset, 'not an array of events');
    } catch (error) {
      this.options.onUnreadable?.(offset, (error as Error).message);
    }
    return [];
  }
}
