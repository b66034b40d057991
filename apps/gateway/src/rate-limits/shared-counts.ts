import { Inject, Injectable, Logger } from '@nestjs/common';
import { Interval } from '@nestjs/schedule';
import { COUNT_STORE, type CountStore } from './count-store.js';
import { WindowCounts } from './window-counts.js';

export const WINDOW_MS = 60_000;
/** How often the replicas tell each other what they counted. */
const SHARE_MS = 1_000;
const MOST_AT_ONCE = 1_000;
const KEPT_WINDOWS = 5;

/**
 * Counts requests together with the other replicas, by way of a store, once a second: no request waits for it, and
 * while it is away each replica counts for itself.
 */
@Injectable()
export class SharedCounts {
  private readonly logger = new Logger('RateLimits');
  private readonly counts = new WindowCounts();
  private sharing = false;
  private alone = false;

  constructor(@Inject(COUNT_STORE) private readonly store: CountStore) {}

  add(key: string, now = Date.now()): number {
    return this.counts.add(key, windowOf(now));
  }

  @Interval(SHARE_MS)
  async share(): Promise<void> {
    if (this.sharing) return;
    this.sharing = true;
    try {
      await this.exchange();
      this.alone = false;
    } catch (error) {
      if (!this.alone)
        this.logger.warn(`limits hold for each replica by itself: ${(error as Error).message}`);
      this.alone = true;
    } finally {
      this.sharing = false;
    }
  }

  @Interval(WINDOW_MS)
  async prune(): Promise<void> {
    const old = windowOf(Date.now()) - KEPT_WINDOWS;
    await this.store.prune(old).catch(() => undefined);
  }

  private async exchange(): Promise<void> {
    const told = this.counts.unshared(windowOf(Date.now()), MOST_AT_ONCE);
    if (told.length === 0) return;
    const totals = await this.store.exchange(told);
    for (const one of told) this.counts.shared(one, totals.get(one.key) ?? one.count);
  }
}

function windowOf(now: number): number {
  return Math.floor(now / WINDOW_MS);
}
