import { BrokerConnection } from '@celerity/messaging';
import { TestBroker } from '@celerity/messaging/testing';
import { MonitorResponder } from './monitor-responder.js';
import { createTestDatabase, type TestDatabase } from '@celerity/service/testing';
import { TestGateway } from './test-gateway.js';

/** A prefix on the broker, a database, something that answers for the monitor, and the gateway. */
export class TestSystem {
  private constructor(
    readonly broker: TestBroker,
    readonly database: TestDatabase,
    readonly monitor: MonitorResponder,
    /** Writes what the other services would write. */
    readonly connection: BrokerConnection,
    readonly gateway: TestGateway,
  ) {}

  static async start(env: NodeJS.ProcessEnv = {}): Promise<TestSystem> {
    const broker = await TestBroker.create();
    const database = await createTestDatabase();
    const connection = broker.connection('others');
    await connection.start();
    const monitor = await MonitorResponder.start(broker, String(process.env['AMQP_URL']));
    const gateway = await TestGateway.start({
      AMQP_URL: broker.url,
      DATABASE_URL: database.url,
      CELERITY_PREFIX: broker.names.prefix,
      ...env,
    });
    return new TestSystem(broker, database, monitor, connection, gateway);
  }

  async stop(): Promise<void> {
    await this.gateway.close();
    await this.monitor.stop();
    await this.broker.destroy();
    await this.database.drop();
  }
}
