import {
  type BeforeApplicationShutdown,
  Inject,
  Injectable,
  type OnApplicationBootstrap,
} from '@nestjs/common';
import { BrokerConnection, BrokerNames, type Delivery, QueueConsumer } from '@celerity/messaging';
import { CONSUME_CONNECTION, HealthRegistry, ServiceLogger } from '@celerity/service';
import { AttemptRunner } from './attempt/attempt-runner.js';
import { EngineSettings } from './engine-settings.js';
import { RunningAttempts } from './attempt/running-attempts.js';

export interface IntakeFigures {
  /** Deliveries held, by the queue's label. */
  readonly unacked: Readonly<Record<string, number>>;
  /** Deliveries settled since the start. */
  readonly processed: number;
}

/** Consumes the families' queues, each lane's, from start to shutdown and hands every delivery to the runner. */
@Injectable()
export class TaskIntake implements OnApplicationBootstrap, BeforeApplicationShutdown {
  /** By the queue's label. */
  private readonly consumers = new Map<string, QueueConsumer>();
  private stopped: Promise<void> | null = null;

  constructor(
    @Inject(CONSUME_CONNECTION) private readonly connection: BrokerConnection,
    private readonly names: BrokerNames,
    private readonly settings: EngineSettings,
    private readonly runner: AttemptRunner,
    private readonly running: RunningAttempts,
    private readonly logger: ServiceLogger,
    health: HealthRegistry,
  ) {
    health.register('consumers', () => this.checkConsumers());
  }

  /** What the consumers have done so far. */
  get figures(): IntakeFigures {
    const held = [...this.consumers].map(([label, { unsettled }]) => [label, unsettled]);
    const processed = [...this.consumers.values()].reduce((sum, { settled }) => sum + settled, 0);
    return { unacked: Object.fromEntries(held) as Record<string, number>, processed };
  }

  onApplicationBootstrap(): void {
    for (const family of this.settings.families) {
      for (const { label, queue } of this.names.queuesOf(family))
        this.consume(label, queue, this.settings.prefetch);
      this.consume(`${family}.quarantine`, this.names.quarantine(family), 1);
    }
  }

  beforeApplicationShutdown(): Promise<void> {
    return this.stop();
  }

  /** Stops taking work, lets what runs finish within the grace, and gives the rest back to the queues. */
  stop(): Promise<void> {
    this.stopped ??= this.drain();
    return this.stopped;
  }

  private async drain(): Promise<void> {
    await Promise.all([...this.consumers.values()].map((consumer) => consumer.stopConsuming()));
    await this.running.drain(this.settings.graceMs);
    await Promise.all([...this.consumers.values()].map((consumer) => consumer.close()));
  }

  private consume(label: string, queue: string, prefetch: number): void {
    const onDelivery = (delivery: Delivery) => this.running.track(this.handle(delivery));
    this.consumers.set(label, new QueueConsumer(this.connection, { queue, prefetch, onDelivery }));
  }

  /** A fault of the engine itself must not lose the task: unsettled, it is delivered again after a reconnect. */
  private async handle(delivery: Delivery): Promise<void> {
    try {
      await this.runner.run(delivery);
    } catch (error) {
      this.logger.pino.error({ queue: delivery.queue, err: error }, 'the engine could not settle a delivery');
      if (!this.running.closed) this.connection.recycle('a delivery could not be settled');
    }
  }

  private checkConsumers(): void {
    const idle = [...this.consumers].filter(([, { consuming }]) => !consuming).map(([label]) => label);
    if (idle.length > 0) throw new Error(`not consuming ${idle.join(', ')}`);
  }
}
