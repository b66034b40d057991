import { randomBytes } from 'node:crypto';
import { connect, type Options } from 'amqplib';
import { BrokerConnection } from '../connection/broker-connection.js';
import type { BrokerLog } from '../connection/broker-log.js';
import { BrokerNames } from '../topology/broker-names.js';
import { deleteTopology, TopologyDeclarer } from '../topology/topology.js';
import { TcpProxy } from './tcp-proxy.js';

const silent: BrokerLog = { info: () => undefined, warn: () => undefined, error: () => undefined };

/** A prefix of its own on the real broker, reached through a proxy that can be cut. */
export class TestBroker {
  readonly names = new BrokerNames(`test-${randomBytes(5).toString('hex')}`);
  private readonly connections: BrokerConnection[] = [];

  private constructor(
    private readonly directUrl: string,
    readonly proxy: TcpProxy,
    /** Leads through the proxy. */
    readonly url: string,
  ) {}

  static async create(): Promise<TestBroker> {
    const directUrl = process.env['AMQP_URL'];
    if (!directUrl) throw new Error('AMQP_URL is not set; run the tests with `npm test`');
    const url = new URL(directUrl);
    const proxy = await TcpProxy.to(url.hostname, Number(url.port || 5672));
    url.hostname = '127.0.0.1';
    url.port = String(proxy.port);
    return new TestBroker(directUrl, proxy, url.toString());
  }

  /** A connection that declares the topology; not yet started, so that users can be attached. */
  connection(name = 'test', log: Partial<BrokerLog> = {}): BrokerConnection {
    const made = new BrokerConnection({ url: this.url, name, log: { ...silent, ...log } });
    made.attach(new TopologyDeclarer(this.names));
    this.connections.push(made);
    return made;
  }

  /** Messages ready in a queue, as the broker counts them. */
  async ready(queue: string): Promise<number> {
    return this.withChannel(async (channel) => (await channel.checkQueue(queue)).messageCount);
  }

  /** Puts anything into a queue, as somebody else's program might. */
  async publish(queue: string, content: string | Buffer, properties: Options.Publish = {}): Promise<void> {
    const model = await connect(this.directUrl);
    try {
      const channel = await model.createConfirmChannel();
      channel.sendToQueue(queue, Buffer.from(content), properties);
      await channel.waitForConfirms();
    } finally {
      await model.close();
    }
  }

  async deleteQueue(queue: string): Promise<void> {
    await this.withChannel((channel) => channel.deleteQueue(queue));
  }

  /** Closes what was opened here and removes every object of the prefix. */
  async destroy(): Promise<void> {
    await Promise.all(this.connections.map((connection) => connection.close()));
    await this.withChannel((channel) => deleteTopology(channel, this.names));
    await this.proxy.close();
  }

  private async withChannel<T>(
    use: (channel: Awaited<ReturnType<Awaited<ReturnType<typeof connect>>['createChannel']>>) => Promise<T>,
  ): Promise<T> {
    const model = await connect(this.directUrl);
    try {
      return await use(await model.createChannel());
    } finally {
      await model.close();
    }
  }
}
