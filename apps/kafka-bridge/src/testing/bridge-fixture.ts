import { randomUUID } from 'node:crypto';
import { join } from 'node:path';
import type { JournalBatch, JournalEvent } from '@celerity/contracts';
import { EventsOf } from '@celerity/contracts/testing';
import { JournalReader, JournalWriter, Publisher, type BrokerConnection } from '@celerity/messaging';
import { TestBroker, until } from '@celerity/messaging/testing';
import {
  createDatabase,
  createLogger,
  createServiceApplication,
  JournalStatus,
  loadConfig,
} from '@celerity/service';
import { createTestDatabase, type TestDatabase } from '@celerity/service/testing';
import { AppProcess } from '@celerity/service/testing/process';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import type { Kysely } from 'kysely';
import { BridgeConfig } from '../app/bridge-config.js';
import { bridgeService } from '../app/bridge-service.js';
import type { BridgeDatabase } from '../database/bridge-database.js';
import { MockCluster } from './mock-cluster.js';

/** One running bridge. */
export interface Replica {
  readonly status: JournalStatus;
  readonly lines: string[];
  get(path: string): Promise<{ status: number; text: string }>;
  close(): Promise<void>;
}

/** Bridges of a test's own between the real broker and a mock cluster. */
export class BridgeFixture {
  private readonly replicas: Replica[] = [];
  private readonly processes: AppProcess[] = [];
  private readonly db: Kysely<BridgeDatabase>;

  private constructor(
    readonly broker: TestBroker,
    readonly database: TestDatabase,
    readonly kafka: MockCluster,
    private readonly connection: BrokerConnection,
    private readonly publisher: Publisher,
    private readonly writer: JournalWriter,
  ) {
    this.db = createDatabase({
      databaseUrl: database.url,
      schema: 'kafka_bridge',
      applicationName: 'test',
    });
  }

  static async create(): Promise<BridgeFixture> {
    const [broker, database, kafka] = await Promise.all([
      TestBroker.create(),
      createTestDatabase(),
      MockCluster.start(),
    ]);
    const connection = broker.connection('writer');
    const publisher = new Publisher(connection);
    const writer = new JournalWriter(publisher, broker.names.journal);
    await connection.start();
    return new BridgeFixture(broker, database, kafka, connection, publisher, writer);
  }

  get environment(): NodeJS.ProcessEnv {
    return {
      AMQP_URL: this.broker.url,
      DATABASE_URL: this.database.url,
      CELERITY_PREFIX: this.broker.names.prefix,
      KAFKA_BROKERS: this.kafka.brokers,
      KAFKA_TOPIC: this.kafka.topic,
      PORT: '0',
      NODE_ENV: 'test',
    };
  }

  /** Starts a bridge as `main.ts` does; resolves when it is initialised. */
  async start(env: NodeJS.ProcessEnv = {}): Promise<Replica> {
    const config = loadConfig(BridgeConfig, { ...this.environment, ...env });
    const lines: string[] = [];
    const logger = createLogger('kafka-bridge', config, { write: (line) => void lines.push(line) });
    const app: NestFastifyApplication = await createServiceApplication(bridgeService, config, logger);
    await app.init();
    let closed: Promise<void> | null = null;
    const replica: Replica = {
      status: app.get(JournalStatus),
      lines,
      get: async (url) => {
        const { statusCode, payload } = await app.inject({ url });
        return { status: statusCode, text: payload };
      },
      close: () => (closed ??= app.close()),
    };
    this.replicas.push(replica);
    return replica;
  }

  /** Starts a bridge that can be killed. */
  startProcess(env: NodeJS.ProcessEnv = {}): AppProcess {
    const bridge = AppProcess.start(join(__dirname, '../..'), {
      ...this.environment,
      LOG_LEVEL: 'silent',
      ...env,
    });
    this.processes.push(bridge);
    return bridge;
  }

  /** Writes events, in order. */
  async write(...events: JournalEvent[]): Promise<void> {
    await Promise.all(events.map((event) => this.writer.append(event).confirmed));
  }

  /** Writes the lives of some tasks, interleaved: five events each. */
  async writeLives(tasks: number): Promise<void> {
    const all = Array.from({ length: tasks }, () => new EventsOf());
    const steps: ((task: EventsOf) => JournalEvent)[] = [
      (task) => task.accepted(0),
      (task) => task.started(10),
      (task) => task.retry(10, 20),
      (task) => task.started(130, 2),
      (task) => task.succeeded(130, 140, 2),
    ];
    for (const step of steps) await this.write(...all.map(step));
  }

  /** Puts anything into the journal as one message. */
  async writeRaw(content: string): Promise<void> {
    await this.broker.publish(this.broker.names.journal, content);
  }

  /** The journal itself, read by nobody's leave, up to its end, which a barrier marks. */
  async journal(): Promise<JournalBatch[]> {
    const barrier_id = randomUUID();
    await this.write({ type: 'barrier', barrier_id, at: new Date().toISOString() });
    const batches: JournalBatch[] = [];
    const connection = this.broker.connection('reader');
    const reader = new JournalReader(connection, {
      journal: this.broker.names.journal,
      prefetch: 100,
      position: () => Promise.resolve(0),
      onBatch: (batch, done) => {
        batches.push(batch);
        done();
      },
    });
    await connection.start();
    await reader.start();
    await until('the end of the journal', () =>
      JSON.stringify(batches.at(-1)?.events ?? []).includes(barrier_id),
    );
    await reader.stop();
    return batches;
  }

  /** Resolves when somebody has bridged all that was written so far. */
  async bridged(): Promise<void> {
    const last = (await this.journal()).at(-1)?.offset ?? -1;
    await until('all of the journal in Kafka', async () => (await this.position()) > last, 60_000);
  }

  /** The next offset to bridge, as it is kept. */
  async position(): Promise<number> {
    const row = await this.db
      .selectFrom('positions')
      .select('next_offset')
      .executeTakeFirst()
      // The schema is there when a bridge has started.
      .catch(() => undefined);
    return Number(row?.next_offset ?? -1);
  }

  async destroy(): Promise<void> {
    await Promise.all([
      ...this.replicas.map((one) => one.close()),
      ...this.processes.map((one) => one.kill()),
    ]);
    this.publisher.stop();
    await this.connection.close();
    await this.broker.destroy();
    await this.db.destroy();
    await this.database.drop();
    await this.kafka.stop();
  }
}
