import { once } from 'node:events';
import { type AddressInfo, createServer } from 'node:net';
import type { ChannelModel } from 'amqplib';
import { QueueConsumer } from '../consuming/queue-consumer.js';
import type { Delivery } from '../consuming/delivery.js';
import { Publisher } from '../publishing/publisher.js';
import { TestBroker, until } from '../testing/index.js';
import { BrokerConnection, type ChannelUser } from './broker-connection.js';

let broker: TestBroker;

/** A user that a test holds while it opens. */
class SlowUser implements ChannelUser {
  readonly lostBy: string[] = [];
  models: ChannelModel[] = [];
  pass = Promise.withResolvers<void>();

  async open(model: ChannelModel): Promise<void> {
    this.models.push(model);
    await this.pass.promise;
  }

  lost(reason: string): void {
    this.lostBy.push(reason);
  }
}

beforeEach(async () => {
  broker = await TestBroker.create();
});

afterEach(async () => {
  await broker.destroy();
});

/** Its lines of log, each with the pause it announces. */
function logged() {
  const pauses: unknown[] = [];
  const warn = (facts: object) => void ('retry_in_ms' in facts && pauses.push(facts.retry_in_ms));
  return { pauses, log: { info: () => undefined, warn, error: () => undefined } };
}

describe('a connection that breaks while its users open', () => {
  it('tells those that are open already, so that a late ack does no harm', async () => {
    const sender = broker.connection('send');
    const publisher = new Publisher(sender);
    await sender.start();
    const publication = { exchange: '', routingKey: broker.names.queue('data'), content: Buffer.from('a') };
    await publisher.publish({ ...publication, properties: { messageId: 'a' } });

    const connection = broker.connection('consume');
    const deliveries: Delivery[] = [];
    const consumer = new QueueConsumer(connection, {
      queue: broker.names.queue('data'),
      prefetch: 1,
      onDelivery: (delivery) => deliveries.push(delivery),
    });
    const slow = new SlowUser();
    connection.attach(slow);
    const started = connection.start();
    await until('the first delivery is here', () => deliveries.length === 1 && slow.models.length === 1);
    broker.proxy.cut();
    await until('the end was noticed', () => slow.lostBy.length > 0);
    expect(consumer.consuming).toBe(false);
    deliveries[0]?.ack(); // would throw in a callback of its own, and end the process
    slow.pass.resolve();
    await started;
    await until('it is delivered again', () => deliveries.length === 2);
    deliveries[1]?.ack();
    publisher.stop();
  });

  it('does not count as connected when a user asked for another meanwhile', async () => {
    const connection = broker.connection();
    const consumer = new QueueConsumer(connection, {
      queue: broker.names.queue('data'),
      prefetch: 1,
      onDelivery: () => undefined,
    });
    const slow = new SlowUser();
    connection.attach(slow);
    const started = connection.start();
    await until('the slow one opens', () => slow.models.length === 1);
    await broker.deleteQueue(broker.names.queue('data'));
    await until('the consumer was cancelled', () => !consumer.consuming);
    slow.pass.resolve();
    await started;
    expect(slow.models).toHaveLength(2);
    expect(consumer.consuming).toBe(true);
  });

  it('opens everybody although one leaves', async () => {
    const connection = broker.connection();
    const leaving = new SlowUser();
    leaving.pass.resolve();
    const slow = new SlowUser();
    const last = new SlowUser();
    last.pass.resolve();
    for (const user of [leaving, slow, last]) connection.attach(user);
    const started = connection.start();
    await until('the slow one opens', () => slow.models.length === 1);
    connection.detach(leaving);
    slow.pass.resolve();
    await started;
    expect(last.models).toHaveLength(1);
  });

  it('opens whoever comes as the last of the others is done', async () => {
    for (let microtasks = 0; microtasks < 12; microtasks += 1) {
      const connection = broker.connection();
      const late = new SlowUser();
      late.pass.resolve();
      connection.attach({
        lost: () => undefined,
        open: async () => {
          // Every moment between the end of this and that at which the connection counts as up.
          void (async () => {
            for (let n = 0; n < microtasks; n += 1) await null;
            if (late.models.length === 0) connection.attach(late);
          })();
        },
      });
      await connection.start();
      await until(`it is opened, ${microtasks} microtasks later`, () => late.models.length === 1);
      await connection.close();
    }
  });

  it('comes back when the broker falls silent in the middle of a goodbye', async () => {
    const connection = broker.connection();
    const slow = new SlowUser();
    connection.attach(slow);
    const started = connection.start();
    await until('it opens', () => slow.models.length === 1);
    broker.proxy.stall();
    const failed = slow.pass;
    slow.pass = Promise.withResolvers<void>();
    slow.pass.resolve();
    failed.reject(new Error('the user cannot open'));
    await new Promise((resolve) => setImmediate(resolve)); // the goodbye is on its way
    broker.proxy.cut();
    broker.proxy.resume();
    await started;
    expect(connection.trouble).toBeNull();
  });
});

describe('close', () => {
  it('leaves no connection behind when it comes while the users open', async () => {
    const connection = broker.connection();
    const slow = new SlowUser();
    connection.attach(slow);
    const started = connection.start();
    await until('it opens', () => slow.models.length === 1);
    const closed = connection.close();
    slow.pass.resolve();
    await Promise.all([closed, started]);
    await until('it is gone', () => broker.proxy.connections === 0);
  });

  it('is told to the users, so that a late ack does no harm', async () => {
    const connection = broker.connection();
    const user = new SlowUser();
    user.pass.resolve();
    connection.attach(user);
    await connection.start();
    await connection.close();
    expect(user.lostBy).toEqual(['closed']);
  });

  it('begins no pause before an attempt that will not come', async () => {
    const silent = createServer().listen(0, '127.0.0.1');
    await once(silent, 'listening');
    const visit = once(silent, 'connection');
    const { pauses, log } = logged();
    const url = `amqp://127.0.0.1:${(silent.address() as AddressInfo).port}`;
    const connection = new BrokerConnection({ url, name: 'nowhere', log });
    const started = connection.start();
    const [socket] = (await visit) as [{ destroy(): void }];
    const closed = connection.close();
    socket.destroy();
    await Promise.all([closed, started]);
    expect(pauses).toEqual([]);
    silent.close();
  });
});

it('slows down when connections break as soon as they are made', async () => {
  const { pauses, log } = logged();
  const connection = new BrokerConnection({ url: broker.url, name: 'brief', log });
  let opened = 0;
  connection.attach({
    open: async () => {
      opened += 1;
      setImmediate(() => connection.recycle('again'));
    },
    lost: () => undefined,
  });
  await connection.start();
  await until('it has come back four times', () => opened === 5);
  await connection.close();
  expect(pauses.length).toBeGreaterThanOrEqual(3);
});
