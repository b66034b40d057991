import type { INestApplication } from '@nestjs/common';
import { debugTask, newTaskId, type TaskMessage } from '@celerity/contracts';
import { type BrokerConnection, Publisher, submissionOf, TaskPublisher } from '@celerity/messaging';
import { TestBroker, until } from '@celerity/messaging/testing';
import { BeatClient, beatTransport, createServiceApplication, loadConfig } from '@celerity/service';
import { type ClientProxy, ClientProxyFactory } from '@nestjs/microservices';
import { beatService } from '../beat-service.js';
import { BeatConfig } from '../beat-config.js';
import { BeatLeadership } from '../leadership/beat-leadership.js';
import { Inbox } from './inbox.js';
import { TestDatabase } from './test-database.js';

/** Real beats on a broker prefix and a database of their own, and a stand-in for the workers. */
export class BeatFixture {
  private readonly beats = new Set<INestApplication>();
  private publisher: Publisher;
  tasks: TaskPublisher;
  connection: BrokerConnection;
  inbox: Inbox;
  /** Asks the beats as the gateway does. */
  client: BeatClient;
  private transport: ClientProxy;

  private constructor(
    readonly broker: TestBroker,
    readonly database: TestDatabase,
  ) {}

  static async create(): Promise<BeatFixture> {
    const fixture = new BeatFixture(await TestBroker.create(), await TestDatabase.create());
    fixture.connection = fixture.broker.connection();
    fixture.publisher = new Publisher(fixture.connection);
    fixture.tasks = new TaskPublisher(fixture.publisher, fixture.broker.names);
    fixture.inbox = new Inbox(fixture.connection, fixture.broker.names.queue('default'));
    await fixture.connection.start();
    fixture.transport = ClientProxyFactory.create(beatTransport(fixture.broker.url, fixture.broker.names));
    fixture.client = new BeatClient(fixture.transport);
    return fixture;
  }

  get db() {
    return this.database.db;
  }

  get environment(): NodeJS.ProcessEnv {
    return {
      AMQP_URL: this.broker.url,
      DATABASE_URL: this.database.url,
      CELERITY_PREFIX: this.broker.names.prefix,
      LOG_LEVEL: 'silent',
      NODE_ENV: 'test',
      PORT: '0',
    };
  }

  async startBeat(): Promise<INestApplication> {
    const app = await createServiceApplication(beatService, loadConfig(BeatConfig, this.environment));
    await app.init();
    this.beats.add(app);
    // Not awaited, as it waits for the broker.
    app.startAllMicroservices().catch(() => undefined);
    return app;
  }

  async stopBeat(app: INestApplication): Promise<void> {
    this.beats.delete(app);
    await app.close();
  }

  async stopBeats(): Promise<void> {
    await Promise.all([...this.beats].map((app) => this.stopBeat(app)));
  }

  /** Resolves with the one that leads. */
  async leader(): Promise<INestApplication> {
    await until('a beat leads', () => this.findLeader() !== undefined);
    return this.findLeader() as INestApplication;
  }

  /** A row that only a test has; its tasks arrive in the inbox. */
  async addSchedule(id: string, cron: string, changes: object = {}): Promise<void> {
    const row = {
      id,
      cron,
      zone: 'UTC',
      task_name: debugTask.name,
      args: '[]',
      kwargs: '{}',
      source: 'test',
    };
    await this.db
      .insertInto('schedules')
      .values({ ...row, ...changes })
      .execute();
  }

  /** A delayed task, put where gateway and worker put it. */
  async delay(dueInMs: number, changes: Partial<TaskMessage> = {}): Promise<TaskMessage & { dueAt: number }> {
    const { message } = submissionOf(debugTask, { taskId: newTaskId(), args: [], kwargs: {}, ...changes });
    const dueAt = new Date(Date.now() + dueInMs);
    await this.tasks.delay({ message, dueAt });
    return { ...message, dueAt: dueAt.getTime() };
  }

  async destroy(): Promise<void> {
    await this.stopBeats();
    await this.transport.close();
    this.publisher.stop();
    await this.broker.destroy();
    await this.database.drop();
  }

  private findLeader(): INestApplication | undefined {
    return [...this.beats].find((app) => app.get(BeatLeadership).term !== null);
  }
}
