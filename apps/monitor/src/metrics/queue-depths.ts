import { setTimeout as delay } from 'node:timers/promises';
import { Inject, Injectable } from '@nestjs/common';
import { BrokerNames, type BrokerConnection, type ChannelUser } from '@celerity/messaging';
import { CONSUME_CONNECTION } from '@celerity/service';

/** What the broker says of one queue, under the short name that people use. */
export interface QueueDepth {
  readonly queue: string;
  readonly ready: number;
  readonly consumers: number;
}

type Model = Parameters<ChannelUser['open']>[0];
type Channel = Awaited<ReturnType<Model['createChannel']>>;

/** Asked at most this often, however many scrape. */
const FRESH_MS = 5_000;
/** A scrape does not wait longer for the broker. */
const ANSWER_MS = 1_000;

/** Counts messages and consumers by passive declares, for which no plugin is needed, on a channel of its own. */
@Injectable()
export class QueueDepths implements ChannelUser {
  private readonly queues: readonly { readonly label: string; readonly name: string }[];
  private model: Model | null = null;
  private channel: Channel | null = null;
  private asking: Promise<QueueDepth[]> | null = null;
  private askedAt = -Infinity;

  constructor(@Inject(CONSUME_CONNECTION) connection: BrokerConnection, names: BrokerNames) {
    this.queues = [
      ...[...names.queues, ...names.quarantines].map(({ label, queue }) => ({ label, name: queue })),
      { label: 'timers', name: names.timers },
      { label: 'dead', name: names.dead },
    ];
    connection.attach(this);
  }

  open(model: Model): Promise<void> {
    this.model = model;
    this.askedAt = -Infinity;
    return Promise.resolve();
  }

  lost(): void {
    this.model = null;
    this.channel = null;
  }

  /**
   * The queues that the broker could be asked about; none while it is away.
   * @param freshMs how old an answer may be
   * @param waitMs how long to wait for the broker
   */
  async read(freshMs = FRESH_MS, waitMs = ANSWER_MS): Promise<QueueDepth[]> {
    if (performance.now() - this.askedAt > freshMs || !this.asking) {
      this.askedAt = performance.now();
      this.asking = this.ask();
    }
    const abandon = new AbortController();
    const late = delay<QueueDepth[]>(waitMs, [], { signal: abandon.signal }).catch(() => []);
    const answer = await Promise.race([this.asking, late]);
    abandon.abort();
    return answer;
  }

  private async ask(): Promise<QueueDepth[]> {
    const depths: QueueDepth[] = [];
    for (const { label, name } of this.queues) {
      try {
        const channel = (this.channel ??= await this.openChannel());
        const { messageCount, consumerCount } = await channel.checkQueue(name);
        depths.push({ queue: label, ready: messageCount, consumers: consumerCount });
      } catch {
        // The broker closes the channel when it has no such queue; the next question opens another.
        this.channel = null;
      }
    }
    return depths;
  }

  private async openChannel(): Promise<Channel> {
    if (!this.model) throw new Error('not connected');
    const channel = await this.model.createChannel();
    // Says no more than the rejected call.
    channel.on('error', () => undefined);
    return channel;
  }
}
