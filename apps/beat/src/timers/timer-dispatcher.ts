import {
  Inject,
  Injectable,
  type BeforeApplicationShutdown,
  type OnApplicationBootstrap,
} from '@nestjs/common';
import { SchedulerRegistry } from '@nestjs/schedule';
import type { BrokerConnection } from '@celerity/messaging';
import { PUBLISH_CONNECTION } from '@celerity/service';
import { PacedLoop } from '../pacing/paced-loop.js';
import { CLAIM_LIMIT } from './timer.js';
import { TimerPublisher } from './timer-publisher.js';
import { TimerStore } from './timer-store.js';

const BROKER_RETRY_MS = 250;

/**
 * Publishes timers when they are due, on every replica: who claims one owns it until its lease ends. Two
 * claims are under way at a time, so that the broker and the database both have something to do.
 */
@Injectable()
export class TimerDispatcher implements OnApplicationBootstrap, BeforeApplicationShutdown {
  private readonly loop: PacedLoop;
  private publishing: Promise<void> = Promise.resolve();

  constructor(
    private readonly store: TimerStore,
    private readonly publisher: TimerPublisher,
    @Inject(PUBLISH_CONNECTION) private readonly broker: BrokerConnection,
    scheduler: SchedulerRegistry,
  ) {
    this.loop = new PacedLoop(scheduler, 'Timers', () => this.pass());
  }

  onApplicationBootstrap(): void {
    this.loop.start();
  }

  async beforeApplicationShutdown(): Promise<void> {
    await this.loop.stop();
    await this.publishing;
  }

  /** A timer that arrived is due in so many milliseconds. */
  wakeIn(ms: number): void {
    this.loop.wakeIn(ms);
  }

  private async pass(): Promise<number> {
    // A claim without a broker would only make the timers look published once before.
    if (this.broker.trouble !== null) return BROKER_RETRY_MS;
    const claimedAt = performance.now();
    const claimed = await this.store.claim();
    await this.publishing;
    if (claimed.length === 0) return this.store.untilNext();
    this.publishing = this.publisher.publish(claimed, claimedAt);
    return claimed.length < CLAIM_LIMIT ? this.store.untilNext() : 0;
  }
}
