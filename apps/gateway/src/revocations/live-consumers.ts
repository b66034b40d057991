import { setTimeout as delay } from 'node:timers/promises';
import { Inject, Injectable } from '@nestjs/common';
import { type BrokerConnection, BrokerNames, type ChannelUser } from '@celerity/messaging';
import { CONSUME_CONNECTION } from '@celerity/service';

type Model = Parameters<ChannelUser['open']>[0];

/** Longest wait for the broker's answer. */
const ANSWER_MS = 500;

/**
 * How many workers take a family's tasks now, as the broker sees it: no database is needed to know, a worker that
 * died is gone at once, and one of an older version, which knows of no revocations, counts as well.
 */
@Injectable()
export class LiveConsumers implements ChannelUser {
  private model: Model | null = null;

  constructor(
    @Inject(CONSUME_CONNECTION) connection: BrokerConnection,
    private readonly names: BrokerNames,
  ) {
    connection.attach(this);
  }

  open(model: Model): Promise<void> {
    this.model = model;
    return Promise.resolve();
  }

  lost(): void {
    this.model = null;
  }

  /** Null when the broker does not say. */
  async of(family: string): Promise<number | null> {
    const { model } = this;
    const queues = this.names.queues.filter((queue) => queue.family === family).map(({ queue }) => queue);
    if (!model || queues.length === 0) return null;
    const abandon = new AbortController();
    const late = delay(ANSWER_MS, null, { signal: abandon.signal }).catch(() => null);
    const answer = await Promise.race([count(model, queues).catch(() => null), late]);
    abandon.abort();
    return answer;
  }
}

/** A worker has one consumer on each queue of a family: the most of any is the number of workers. */
async function count(model: Model, queues: readonly string[]): Promise<number> {
  const channel = await model.createChannel();
  // A queue that is not there closes the channel; the rejected call says so too.
  channel.on('error', () => undefined);
  let most = 0;
  for (const queue of queues) most = Math.max(most, (await channel.checkQueue(queue)).consumerCount);
  await channel.close();
  return most;
}
