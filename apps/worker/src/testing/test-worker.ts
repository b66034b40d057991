import { randomUUID } from 'node:crypto';
import { Controller, Module, type Provider, type Type } from '@nestjs/common';
import { MessagePattern, Payload, RpcException } from '@nestjs/microservices';
import {
  type AttemptStanding,
  type AttemptStandingsQuery,
  type Family,
  isTaskEvent,
  type JournalEvent,
  MONITOR_QUERIES,
  newTaskId,
  type QueryError,
  type RevokeAcknowledged,
  TaskCatalogue,
  type TaskDefinition,
  type TaskEvent,
  type TaskMessage,
} from '@celerity/contracts';
import {
  type BrokerConnection,
  decodeDelayed,
  type Delivery,
  JournalReader,
  JournalWriter,
  Publisher,
  QueueConsumer,
  RevocationPublisher,
  submissionOf,
  TaskPublisher,
  TaskSubmitter,
} from '@celerity/messaging';
import { TestBroker, until } from '@celerity/messaging/testing';
import { BrokerModule, createServiceApplication, loadConfig, monitorTransport } from '@celerity/service';
import { NEVER } from 'rxjs';
import { EngineModule } from '../engine/engine.module.js';
import { EngineSettings } from '../engine/engine-settings.js';
import { ThreadPool } from '../engine/threads/thread-pool.js';
import type { ThreadSettings } from '../engine/threads/thread-settings.js';
import { threadModuleUrl } from './thread-tasks.js';
import { WorkerConfig } from '../worker-config.js';

/** Threads run from sources as well. */
const SOURCES = [
  '--import',
  new URL('./source-loader.mjs', import.meta.url).href,
  '--conditions=@celerity/source',
];

type AskedAbout = AttemptStandingsQuery['attempts'][number];

/** Answers "may these run?" over the real broker, as the monitor would from what it was told. */
@Controller()
export class SettledAttempts {
  readonly settled = new Set<string>();
  readonly standings = new Map<string, AttemptStanding>();
  /** Attempts asked about, one by one. */
  readonly asked: AskedAbout[] = [];
  questions = 0;
  /** While set, there is no answer; or this one is the answer to every question. */
  trouble: 'silent' | QueryError | null = null;

  @MessagePattern(MONITOR_QUERIES.attemptStandings)
  answer(@Payload() { attempts }: AttemptStandingsQuery) {
    this.questions += 1;
    this.asked.push(...attempts);
    if (this.trouble === 'silent') return NEVER;
    if (this.trouble) throw new RpcException(this.trouble);
    return { standings: attempts.map((attempt) => this.standingOf(attempt)), projected_offset: 0 };
  }

  private standingOf({ task_id }: AskedAbout): AttemptStanding {
    if (this.settled.has(task_id)) return { standing: 'settled' };
    return this.standings.get(task_id) ?? { standing: 'open', crashes: 0 };
  }
}

export interface TestWorkerOptions {
  readonly tasks: readonly TaskDefinition[];
  readonly handlers: Provider[];
  readonly graceMs?: number;
  readonly concurrency?: number;
  readonly families?: readonly Family[];
  readonly heartbeatMs?: number;
  readonly consumerTimeoutMs?: number;
  readonly threads?: Partial<ThreadSettings>;
  /** How long to wait for an event. */
  readonly patienceMs?: number;
  /** What a test has put there before the worker starts stays; one of its own unless given. */
  readonly broker?: TestBroker;
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
    private readonly patienceMs: number,
  ) {}

  static async start({
    tasks,
    handlers,
    graceMs = 5_000,
    concurrency = 4,
    families = ['default'],
    heartbeatMs = 5_000,
    consumerTimeoutMs = 2_100_000,
    threads = {},
    patienceMs = 15_000,
    broker: given,
  }: TestWorkerOptions): Promise<TestWorker> {
    const broker = given ?? (await TestBroker.create());
    const threadSettings = {
      moduleUrl: threadModuleUrl,
      memoryMb: 64,
      idleMs: 10_000,
      execArgv: SOURCES,
      ...threads,
    };
    const settings = new EngineSettings(
      families,
      concurrency,
      graceMs,
      consumerTimeoutMs,
      threadSettings,
      heartbeatMs,
    );
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
    const worker = new TestWorker(
      broker,
      connection,
      app,
      submitter,
      publisher,
      app.get(SettledAttempts),
      patienceMs,
    );
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

  /** Threads of isolated attempts that are alive. */
  get threads(): number {
    return this.app.get(ThreadPool, { strict: false }).size;
  }

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

  /** Says that a task is revoked, as the gateway does. */
  async revoke(taskId: string, terminate = false): Promise<void> {
    const at = new Date().toISOString();
    const publisher = new RevocationPublisher(this.publisher, this.broker.names);
    await publisher.publish({ type: 'revoke_requested', task_id: taskId, at, by: 'admin', terminate });
  }

  /** The worker's word on a revocation, once it is there. */
  async acknowledgement(taskId: string): Promise<RevokeAcknowledged> {
    const found = () =>
      this.events.find((event) => event.type === 'revoke_acknowledged' && event.task_id === taskId);
    await until(`acknowledgement of ${taskId}`, () => found() !== undefined);
    return found() as RevokeAcknowledged;
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
    await until(`${types.join(' or ')} of ${taskId}`, () => found() !== undefined, this.patienceMs);
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

  /** Takes the next message out of a queue, once one is there. */
  async takeFrom(queue: string): Promise<Delivery> {
    const { promise, resolve } = Promise.withResolvers<Delivery>();
    const onDelivery = (delivery: Delivery): void => {
      delivery.ack();
      resolve(delivery);
    };
    const consumer = new QueueConsumer(this.connection, { queue, prefetch: 1, onDelivery });
    const delivery = await promise;
    await consumer.stopConsuming();
    return delivery;
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

  /** A provider of the worker. */
  get<T>(type: Type<T>): T {
    return this.app.get(type);
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
