import { once } from 'node:events';
import { connect, type Channel, type ConfirmChannel, type GetMessage, type Options } from 'amqplib';

/** An event of the journal as it lies there, with the offset of its batch. */
export interface JournalLine {
  readonly offset: number;
  readonly event: Readonly<Record<string, unknown>> & { readonly type: string; readonly task_id: string };
}

const READ_MS = 60_000;

/** Direct access to the broker, past proxies and product code, for putting things in and looking at things. */
export class BrokerClient {
  readonly #url: string;
  readonly prefix: string;

  constructor(url: string, prefix: string) {
    this.#url = url;
    this.prefix = prefix;
  }

  async publish(
    exchange: string,
    routingKey: string,
    content: string | Buffer,
    properties: Options.Publish = {},
  ): Promise<void> {
    await this.withChannel(async (channel) => {
      channel.publish(exchange, routingKey, Buffer.from(content), {
        contentType: 'application/json',
        ...properties,
        persistent: true,
      });
      await channel.waitForConfirms();
    });
  }

  async publishAll(
    exchange: string,
    routingKey: string,
    messages: readonly { content: string; properties: Options.Publish }[],
  ): Promise<void> {
    await this.withChannel(async (channel) => {
      for (const { content, properties } of messages) {
        channel.publish(exchange, routingKey, Buffer.from(content), {
          contentType: 'application/json',
          ...properties,
          persistent: true,
        });
      }
      await channel.waitForConfirms();
    });
  }

  /** Puts batches of events into the journal, as services do. */
  async writeJournal(batches: Iterable<readonly object[]>): Promise<void> {
    await this.withChannel(async (channel) => {
      let unconfirmed = 0;
      for (const batch of batches) {
        channel.publish('', `${this.prefix}.journal`, Buffer.from(JSON.stringify(batch)), {
          persistent: true,
        });
        if ((unconfirmed += 1) % 50 === 0) await channel.waitForConfirms();
      }
      await channel.waitForConfirms();
    });
  }

  async deleteQueue(queue: string): Promise<void> {
    await this.withChannel(async (channel) => void (await channel.deleteQueue(queue)));
  }

  /** The whole journal up to now: a marker is written, and read up to. */
  async readJournal(): Promise<JournalLine[]> {
    const marker = `chaos-${process.pid}-${Math.round(performance.now() * 1000)}`;
    await this.writeJournal([[{ type: 'barrier', barrier_id: marker, at: new Date().toISOString() }]]);
    return this.withChannel(async (channel) => {
      const lines: JournalLine[] = [];
      await channel.prefetch(500);
      await new Promise<void>((resolve, reject) => {
        const late = setTimeout(() => reject(new Error('the journal could not be read to its end')), READ_MS);
        const onMessage = (offset: number, content: Buffer): boolean => {
          for (const event of eventsOf(content)) {
            if (event['barrier_id'] === marker) return true;
            lines.push({ offset, event: event as JournalLine['event'] });
          }
          return false;
        };
        channel
          .consume(
            `${this.prefix}.journal`,
            (message) => {
              if (!message) return reject(new Error('the journal was deleted'));
              channel.ack(message);
              if (!onMessage(Number(message.properties.headers?.['x-stream-offset']), message.content))
                return;
              clearTimeout(late);
              resolve();
            },
            { arguments: { 'x-stream-offset': 'first' } },
          )
          .catch(reject);
      });
      return lines;
    });
  }

  /** Removes everything of the prefix. */
  async deleteAll(queues: readonly string[]): Promise<void> {
    await this.withChannel(async (channel) => {
      for (const queue of queues) await channel.deleteQueue(queue);
      await channel.deleteExchange(`${this.prefix}.tasks`);
    });
  }

  async withChannel<T>(use: (channel: ConfirmChannel) => Promise<T>): Promise<T> {
    const model = await connect(this.#url);
    model.on('error', () => undefined);
    try {
      const channel = await model.createConfirmChannel();
      channel.on('error', () => undefined);
      return await use(channel);
    } finally {
      await model.close().catch(() => undefined);
    }
  }

  /** A consumer for as long as the row lasts; resolves with what ends it. */
  async consume(queue: string, onMessage: (channel: Channel, message: GetMessage) => void) {
    const model = await connect(this.#url);
    model.on('error', () => undefined);
    const channel = await model.createChannel();
    await channel.prefetch(100);
    await channel.consume(
      queue,
      (message) => message && onMessage(channel, message as unknown as GetMessage),
    );
    return async () => {
      const closed = once(model, 'close');
      await model.close();
      await closed.catch(() => undefined);
    };
  }
}

function eventsOf(content: Buffer): Record<string, unknown>[] {
  try {
    const events: unknown = JSON.parse(content.toString('utf8'));
    return Array.isArray(events) ? (events as Record<string, unknown>[]) : [];
  } catch {
    return [];
  }
}
