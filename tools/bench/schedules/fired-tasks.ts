import { createHash } from 'node:crypto';
import amqp from 'amqplib';

/** Takes what schedules send, as a worker would, and counts it. */
export class FiredTasks {
  readonly seen = new Map<string, { plain: number; flagged: number }>();

  private readonly model: amqp.ChannelModel;

  private constructor(model: amqp.ChannelModel) {
    this.model = model;
  }

  static async from(url: string, queue: string): Promise<FiredTasks> {
    const fired = new FiredTasks(await amqp.connect(url));
    const channel = await fired.model.createChannel();
    await channel.prefetch(1_000);
    await channel.consume(queue, (message) => {
      if (!message) return;
      const id = String(message.properties.messageId);
      const count = fired.seen.get(id) ?? { plain: 0, flagged: 0 };
      const isFlagged = JSON.stringify(message.properties.headers ?? {}).includes('duplicate');
      fired.seen.set(
        id,
        isFlagged ? { ...count, flagged: count.flagged + 1 } : { ...count, plain: count.plain + 1 },
      );
      channel.ack(message);
    });
    return fired;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.model.close().catch(() => undefined);
  }
}

const NAMESPACE = Buffer.from('5a0d3c6e3b0f4b7e9d536a6c5f5f0b1d', 'hex');

/** The id of an instant's task, computed without any code of the product (UUIDv5, RFC 9562). */
export function expectedTaskId(schedule: string, due: Date): string {
  const name = `occurrence:${schedule}:${due.toISOString()}`;
  const hash = createHash('sha1').update(NAMESPACE).update(name).digest().subarray(0, 16);
  hash[6] = ((hash[6] ?? 0) & 0x0f) | 0x50;
  hash[8] = ((hash[8] ?? 0) & 0x3f) | 0x80;
  const hex = hash.toString('hex');
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join('-');
}
