import { Logger, type OnApplicationShutdown } from '@nestjs/common';
import { createClient } from '@redis/client';
import { answerInTime } from '../database/answer-in-time.js';
import type { CountStore } from './count-store.js';
import type { Unshared } from './window-counts.js';

/** Counts outlive their window by far enough for the slowest replica, in seconds. */
const KEPT_S = 300;
const LONGEST_PAUSE_MS = 5_000;

/** Counts in Redis, one key for each and window, which ends by itself. */
export class RedisCounts implements CountStore, OnApplicationShutdown {
  private readonly logger = new Logger('RateLimits');
  private readonly client;
  private connecting: Promise<unknown> | null = null;

  /** @param prefix begins every key, so that systems can share a Redis */
  constructor(
    url: string,
    private readonly prefix: string,
  ) {
    this.client = createClient({
      url,
      // What cannot be said now is said in a second, with what was counted meanwhile.
      disableOfflineQueue: true,
      socket: { reconnectStrategy: (tries) => Math.min(LONGEST_PAUSE_MS, 100 * 2 ** Math.min(tries, 6)) },
    });
    this.client.on('error', (error: Error) => this.logger.debug(`Redis: ${error.message}`));
  }

  async exchange(told: readonly Unshared[]): Promise<ReadonlyMap<string, number>> {
    return answerInTime(this.add(told), 'Redis does not take counts');
  }

  /** Keys end by themselves. */
  async prune(): Promise<void> {}

  onApplicationShutdown(): void {
    if (this.client.isOpen) this.client.destroy();
  }

  private async add(told: readonly Unshared[]): Promise<ReadonlyMap<string, number>> {
    // The client goes on trying by itself; the first connection may come late.
    this.connecting ??= this.client.connect().catch(() => (this.connecting = null));
    if (!this.client.isReady) await this.connecting;
    // All or nothing: what was added must not be told again.
    const adding = this.client.multi();
    for (const { key, window, count } of told) {
      const name = `${this.prefix}:rate:${window}:${key}`;
      adding.incrBy(name, count).expire(name, KEPT_S);
    }
    const replies = await adding.exec();
    return new Map(told.map(({ key }, at) => [key, Number(replies[2 * at])]));
  }
}
