import { randomUUID } from 'node:crypto';
import { Controller, Module, type Provider } from '@nestjs/common';
import { MessagePattern, Payload } from '@nestjs/microservices';
import {
  type AttemptSettledQuery,
  type Family,
  isTaskEvent,
  type JournalEvent,
  MONITOR_QUERIES,
  newTaskId,
  TaskCatalogue,
  type TaskDefinition,
  type TaskEvent,
  type TaskMessage,
} from '@celerity/contracts';
import {
  type BrokerConnection,
  decodeDelayed,
  JournalReader,
  JournalWriter,
  Publisher,
  QueueConsumer,
  submissionOf,
  TaskPublisher,
  TaskSubmitter,
} from '@celerity/messaging';
import { TestBroker, until } from '@celerity/messaging/testing';
import { BrokerModule, createServiceApplication, loadConfig, monitorTransport } from '@celerity/service';
import { EngineModule } from '../engine/engine.module.js';
import { EngineSettings } from '../engine/engine-settings.js';
import { WorkerConfig } from '../worker-config.js';

/** Answers "is the attempt settled?" over the real broker, as the monitor would from what it was told. */
@Controller()
export class SettledAttempts {
  readonly settled = new Set<string>();
  readonly asked: AttemptSettledQuery[] = [];

  @MessagePattern(MONITOR_QUERIES.attemptSettled)
  answer(@Payload() query: AttemptSettledQuery) {
    this.asked.push(query);
    return { settled: this.settled.has(query.task_id), projected_offset: 0 };
  }
}

export interface TestWorkerOptions {
  readonly tasks: readonly TaskDefinition[];
  readonly handlers: Provider[];
  readonly graceMs?: number;
  readonly concurrency?: number;
  readonly families?: readonly Family[];
  readonly heartbeatMs?: number;
}

/** A worker with handlers of a test, on the real broker under its own prefix, and what it journals. */
export class TestWorker {
  readonly events: JournalEvent[] = [];

  private constructor(
    readonly broker: TestBroker,
    private readonly connection: BrokerConnection,
    private readonly app: Awaited<ReturnType<typeof createServiceApplication>>,
    readonly submitter: TaskSubmitter,
    readonly publisher: Publisher,
    readonly settledAttempts: SettledAttempts,
  ) {}

  static async start({
    tasks,
    handlers,
    graceMs = 5_000,
    concurrency = 4,
    families = ['default'],
    heartbeatMs = 5_000,
  }: TestWorkerOptions): Promise<TestWorker> {
    const broker = await TestBroker.create();
    const settings = new EngineSettings(families, concurrency, graceMs, 2_100_000, heartbeatMs);
    const config = loadConfig(WorkerConfig, {
      AMQP_URL: broker.url,
      DATABASE_URL: process.env['DATABASE_URL'],
      CELERITY_PREFIX: broker.names.prefix,
      LOG_LEVEL: 'silent',
      PORT: '0',
    });
    @Module({
      imports: [
        BrokerModule.forRoot({ service: 'test' }),
        EngineModule.forRoot(settings, 'task_completions', new TaskCatalogue(tasks)),
      ],
      controllers: [SettledAttempts],
      providers: handlers,
    })
    class TestWorkerModule {}
    const connection = broker.connection();
    const publisher = new Publisher(connection);
    const submitter = new TaskSubmitter(
      new TaskPublisher(publisher, broker.names),
      new JournalWriter(publisher, broker.names.journal),
      5_000,
    );
    await connection.start();
    const app = await createServiceApplication(
      {
        name: 'worker',
        module: () => TestWorkerModule,
        configure: (made) => void made.connectMicroservice(monitorTransport(broker.url, broker.names)),
      },
      config,
    );
    await app.init();
    await app.startAllMicroservices();
    const worker = new TestWorker(broker, connection, app, submitter, publisher, app.get(SettledAttempts));
    const reader = new JournalReader(connection, {
      journal: broker.names.journal,
      prefetch: 10,
      position: async () => worker.offset,
      onBatch: (batch, done) => {
        worker.offset = batch.offset + 1;
        worker.events.push(...batch.events);
        done();
      },
    });
    await reader.start();
    return worker;
  }

  private offset = 0;

  /** Sends a task of the test; `parts` override what travels. */
  async send(
    task: TaskDefinition,
    kwargs: Record<string, unknown> = {},
    parts: Partial<TaskMessage> = {},
  ): Promise<string> {
    const taskId = parts.taskId ?? newTaskId();
    await this.submitter.submit(submissionOf(task, { args: [], kwargs, ...parts, taskId }));
    return taskId;
  }

  /** What was journaled of a task so far, without `accepted`. */
  eventsOf(taskId: string): TaskEvent[] {
    return this.events.filter(
      (event): event is TaskEvent =>
        isTaskEvent(event) && event.task_id === taskId && event.type !== 'accepted',
    );
  }

  /** The first event of one of the types, once it is there. */
  async event<T extends TaskEvent['type']>(
    taskId: string,
    ...types: T[]
  ): Promise<Extract<TaskEvent, { type: T }>> {
    const found = () => this.eventsOf(taskId).find(({ type }) => types.includes(type as T));
    await until(`${types.join(' or ')} of ${taskId}`, () => found() !== undefined);
    return found() as Extract<TaskEvent, { type: T }>;
  }

  /** Takes a delayed task out of the timers queue, once one is there. */
  async firstTimer(): Promise<TaskMessage> {
    return new Promise((resolve) => {
      new QueueConsumer(this.connection, {
        queue: this.broker.names.timers,
        prefetch: 1,
        onDelivery: (delivery) => {
          delivery.ack();
          resolve(decodeDelayed(delivery.content, delivery.properties).message);
        },
      });
    });
  }

  /** Puts raw bytes on the queue. */
  async raw(content: string, properties: object): Promise<void> {
    await this.publisher.publish({
      exchange: '',
      routingKey: this.broker.names.queue('default'),
      content: Buffer.from(content),
      properties: { messageId: randomUUID(), ...properties },
    });
  }

  /** Shuts the worker down as SIGTERM does. */
  async shutDown(): Promise<void> {
    await this.app.close();
  }

  async destroy(): Promise<void> {
    await this.app.close();
    this.publisher.stop();
    await this.broker.destroy();
  }
}
