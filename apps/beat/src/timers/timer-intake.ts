import {
  Inject,
  Injectable,
  Logger,
  type BeforeApplicationShutdown,
  type OnApplicationBootstrap,
} from '@nestjs/common';
import { type BrokerConnection, BrokerNames, type Delivery, QueueConsumer } from '@celerity/messaging';
import { CONSUME_CONNECTION, describeError, HealthRegistry } from '@celerity/service';
import { TimerBatch } from './timer-batch.js';
import { TimerDispatcher } from './timer-dispatcher.js';
import { TimerStore } from './timer-store.js';

/** Most deliveries in hand, and in one transaction. */
const PREFETCH = 500;
const RETRY_MS = 500;

/**
 * Consumes the timers queue into the table, on every replica. While PostgreSQL is away it does not consume:
 * the delayed tasks wait in the broker, late but not lost.
 */
@Injectable()
export class TimerIntake implements OnApplicationBootstrap, BeforeApplicationShutdown {
  private readonly logger = new Logger('Timers');
  private consumer: QueueConsumer | null = null;
  private arrived: Delivery[] = [];
  private working: Promise<void> | null = null;
  private stopping = false;
  private failing = false;
  private endPause: (() => void) | null = null;

  constructor(
    @Inject(CONSUME_CONNECTION) private readonly connection: BrokerConnection,
    private readonly names: BrokerNames,
    private readonly batch: TimerBatch,
    private readonly store: TimerStore,
    private readonly dispatcher: TimerDispatcher,
    health: HealthRegistry,
  ) {
    health.register('timers', () => {
      if (!this.consumer?.consuming)
        throw new Error('the timers queue is not consumed: delayed tasks are late');
    });
  }

  onApplicationBootstrap(): void {
    this.open();
  }

  async beforeApplicationShutdown(): Promise<void> {
    this.stopping = true;
    this.endPause?.();
    await this.consumer?.stopConsuming();
    await this.working;
    await this.close();
  }

  private open(): void {
    this.consumer = new QueueConsumer(this.connection, {
      queue: this.names.timers,
      prefetch: PREFETCH,
      onDelivery: (delivery) => this.onDelivery(delivery),
    });
  }

  /** Gives unsettled deliveries back to the queue. */
  private async close(): Promise<void> {
    const consumer = this.consumer;
    this.consumer = null;
    this.arrived = [];
    if (!consumer) return;
    this.connection.detach(consumer);
    await consumer.close();
  }

  private onDelivery(delivery: Delivery): void {
    this.arrived.push(delivery);
    this.working ??= this.work();
  }

  /** While one batch is being committed the next gathers. */
  private async work(): Promise<void> {
    while (this.arrived.length > 0) {
      const deliveries = this.arrived.splice(0, PREFETCH);
      try {
        this.dispatcher.wakeIn(await this.batch.take(deliveries));
        this.worked();
      } catch (error) {
        await this.standBack(describeError(error));
      }
    }
    this.working = null;
  }

  private async standBack(reason: string): Promise<void> {
    // One line an outage, not one a try.
    if (!this.failing)
      this.logger.warn(`delayed tasks stay in the broker until they can be stored: ${reason}`);
    this.failing = true;
    await this.close();
    while (!this.stopping && !(await this.databaseAnswers())) await this.pause();
    if (!this.stopping) this.open();
  }

  private worked(): void {
    if (this.failing) this.logger.log('delayed tasks are stored again');
    this.failing = false;
  }

  private async databaseAnswers(): Promise<boolean> {
    await this.pause();
    return this.store.ping().then(
      () => true,
      () => false,
    );
  }

  private async pause(): Promise<void> {
    if (this.stopping) return;
    await new Promise<void>((resolve) => {
      const timer = setTimeout(resolve, RETRY_MS);
      this.endPause = () => {
        clearTimeout(timer);
        resolve();
      };
    });
    this.endPause = null;
  }
}
