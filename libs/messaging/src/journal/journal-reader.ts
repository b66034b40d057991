import type { JournalBatch, JournalEvent } from '@celerity/contracts';
import type { Channel, ChannelModel, ConsumeMessage } from 'amqplib';
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
  private wanted = false;

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
    if (!this.wanted) {
      this.model = model;
      return;
    }
    await this.subscribe(model);
  }

  lost(): void {
    this.channel = null;
    this.model = null;
  }

  /** Begins to read; resolves when the broker has us as a reader. With no connection, as soon as there is one. */
  async start(): Promise<void> {
    this.wanted = true;
    if (this.model && !this.channel) await this.subscribe(this.model);
  }

  async stop(): Promise<void> {
    this.wanted = false;
    const channel = this.channel;
    this.channel = null;
    await channel?.close().catch(() => undefined);
  }

  private model: ChannelModel | null = null;

  private async subscribe(model: ChannelModel): Promise<void> {
    this.model = model;
    const position = await this.options.position();
    const channel = await model.createChannel();
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
