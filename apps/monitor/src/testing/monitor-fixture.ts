import { randomUUID } from 'node:crypto';
import type { JournalEvent } from '@celerity/contracts';
import {
  JournalWriter,
  Publisher,
  QueueConsumer,
  type BrokerConnection,
  type Delivery,
} from '@celerity/messaging';
import { TestBroker, until } from '@celerity/messaging/testing';
import {
  createLogger,
  createServiceApplication,
  JournalStatus,
  loadConfig,
  MonitorClient,
  monitorTransport,
} from '@celerity/service';
import { ClientProxyFactory, type ClientProxy } from '@nestjs/microservices';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { MonitorConfig } from '../app/monitor-config.js';
import { monitorService } from '../app/monitor-service.js';
import { TestDatabase } from './test-database.js';

/** One running monitor. */
export interface Replica {
  readonly app: NestFastifyApplication;
  readonly status: JournalStatus;
  readonly lines: string[];
  get(path: string, headers?: Readonly<Record<string, string>>): Promise<{ status: number; text: string }>;
  close(): Promise<void>;
}

/** Monitors of a test's own on the real broker and database, and what writes to and asks them. */
export class MonitorFixture {
  private readonly replicas: Replica[] = [];
  private readonly transport: ClientProxy;
  readonly client: MonitorClient;

  private constructor(
    readonly broker: TestBroker,
    readonly database: TestDatabase,
    private readonly connection: BrokerConnection,
    private readonly publisher: Publisher,
    readonly writer: JournalWriter,
  ) {
    this.transport = ClientProxyFactory.create(monitorTransport(broker.url, broker.names));
    this.client = new MonitorClient(this.transport);
  }

  static async create(): Promise<MonitorFixture> {
    const [broker, database] = await Promise.all([TestBroker.create(), TestDatabase.create()]);
    const connection = broker.connection('writer');
    const publisher = new Publisher(connection);
    const writer = new JournalWriter(publisher, broker.names.journal);
    await connection.start();
    return new MonitorFixture(broker, database, connection, publisher, writer);
  }

  /** Starts a monitor as `main.ts` does; resolves when it is initialised. */
  async start(env: NodeJS.ProcessEnv = {}): Promise<Replica> {
    const config = loadConfig(MonitorConfig, {
      AMQP_URL: this.broker.url,
      DATABASE_URL: this.database.url,
      CELERITY_PREFIX: this.broker.names.prefix,
      PORT: '0',
      NODE_ENV: 'test',
      ...env,
    });
    const lines: string[] = [];
    const logger = createLogger('monitor', config, { write: (line) => void lines.push(line) });
    const app = await createServiceApplication(monitorService, config, logger);
    await app.init();
    // Not awaited, as it waits for the broker.
    const microservices = app.startAllMicroservices();
    microservices.catch((error: unknown) => lines.push(String(error)));
    let closed: Promise<void> | null = null;
    const replica: Replica = {
      app,
      status: app.get(JournalStatus),
      lines,
      get: async (url, headers = {}) => {
        const { statusCode, payload } = await app.inject({ url, headers });
        return { status: statusCode, text: payload };
      },
      close: () => (closed ??= app.close()),
    };
    this.replicas.push(replica);
    return replica;
  }

  /** Starts a monitor and waits until it projects. */
  async startLeader(env: NodeJS.ProcessEnv = {}): Promise<Replica> {
    const replica = await this.start(env);
    await until('a leader', () => replica.status.leading);
    return replica;
  }

  /** Writes events, each call in one batch or a few, in order. */
  async write(...events: JournalEvent[]): Promise<void> {
    await Promise.all(events.map((event) => this.writer.append(event).confirmed));
  }

  /** Puts anything into the journal as one message. */
  async writeRaw(content: string): Promise<void> {
    await this.publisher.publish({
      exchange: '',
      routingKey: this.broker.names.journal,
      content: Buffer.from(content),
      properties: { messageId: randomUUID() },
    });
  }

  /** Consumes a family's queue as a worker does that can read nothing: everything is rejected. */
  rejecting(queue: string): QueueConsumer {
    return this.consumer(queue, (delivery) => delivery.reject());
  }

  /** Consumes a queue as another service does. */
  consumer(queue: string, onDelivery: (delivery: Delivery) => void): QueueConsumer {
    return new QueueConsumer(this.connection, { queue, prefetch: 100, onDelivery });
  }

  /** Writes a barrier; its id. */
  async barrier(): Promise<string> {
    const barrier_id = randomUUID();
    await this.write({ type: 'barrier', barrier_id, at: new Date().toISOString() });
    return barrier_id;
  }

  /** Resolves when all that was written so far is in the tables; asks again when a connection was cut meanwhile. */
  async projected(): Promise<number> {
    let offset: number | null = null;
    await until('a projected barrier', async () => {
      const query = { task_id: randomUUID(), barrier_id: await this.barrier() };
      offset = await this.client.task(query, 5_000).then(
        ({ projected_offset }) => projected_offset,
        () => null,
      );
      return offset !== null;
    });
    return offset ?? 0;
  }

  async destroy(): Promise<void> {
    await Promise.all(this.replicas.map((replica) => replica.close()));
    await this.transport.close();
    this.publisher.stop();
    await this.connection.close();
    await this.broker.destroy();
    await this.database.drop();
  }
}
