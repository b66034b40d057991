import { TestBroker, until } from '../testing/index.js';
import { Publisher } from '../publishing/publisher.js';
import type { Delivery } from './delivery.js';
import { QueueConsumer } from './queue-consumer.js';

let broker: TestBroker;
let publisher: Publisher;
let consumer: QueueConsumer;
let deliveries: Delivery[];

const bodies = () => deliveries.map(({ content }) => content.toString());

async function publish(...contents: string[]): Promise<void> {
  await Promise.all(
    contents.map((content) =>
      publisher.publish({
        exchange: '',
        routingKey: broker.names.queue('data'),
        content: Buffer.from(content),
        properties: { messageId: content },
      }),
    ),
  );
}

beforeEach(async () => {
  broker = await TestBroker.create();
  deliveries = [];
  const publishing = broker.connection('publish');
  publisher = new Publisher(publishing);
  await publishing.start();
  const consuming = broker.connection('consume');
  consumer = new QueueConsumer(consuming, {
    queue: broker.names.queue('data'),
    prefetch: 3,
    onDelivery: (delivery) => deliveries.push(delivery),
  });
  await consuming.start();
});

afterEach(async () => {
  publisher.stop();
  await broker.destroy();
});

it('takes no more than its prefetch until it acks, in any order', async () => {
  await publish('a', 'b', 'c', 'd', 'e', 'f');
  await until('three are here', () => deliveries.length === 3);
  expect(await broker.ready(broker.names.queue('data'))).toBe(3);
  deliveries[2]?.ack();
  deliveries[1]?.ack();
  await until('two more are here', () => deliveries.length === 5);
  for (const delivery of deliveries) delivery.ack();
  await until('the last is here', () => deliveries.length === 6);
  deliveries[5]?.ack();
  await consumer.close();
  expect(await broker.ready(broker.names.queue('data'))).toBe(0);
});

it('gets unacked deliveries again after a lost connection, marked, and ignores the old ones', async () => {
  await publish('a', 'b');
  await until('both are here', () => deliveries.length === 2);
  const [first] = deliveries;
  broker.proxy.cut();
  await until('both are here again', () => deliveries.length === 4);
  expect(deliveries.slice(2).every(({ redelivered }) => redelivered)).toBe(true);
  first?.ack(); // its channel is gone: this must neither throw nor ack another message
  deliveries[2]?.ack();
  deliveries[3]?.ack();
  await consumer.close();
  expect(await broker.ready(broker.names.queue('data'))).toBe(0);
});

it('sends a rejected message to the dead letters', async () => {
  await publish('poison');
  await until('it is here', () => deliveries.length === 1);
  deliveries[0]?.reject();
  deliveries[0]?.ack(); // settled is settled
  await until('it is dead', async () => (await broker.ready(broker.names.dead)) === 1);
});

it('stops taking and gives back what it has not settled', async () => {
  await publish('a', 'b', 'c');
  await until('three are here', () => deliveries.length === 3);
  await consumer.stopConsuming();
  expect(consumer.consuming).toBe(false);
  deliveries[1]?.ack();
  await publish('d');
  await consumer.close();
  expect(bodies()).toEqual(['a', 'b', 'c']);
  await until('three wait again', async () => (await broker.ready(broker.names.queue('data'))) === 3);
});

it('declares a deleted queue anew and goes on', async () => {
  await broker.deleteQueue(broker.names.queue('data'));
  await until('it noticed', () => !consumer.consuming);
  await until('it consumes again', () => consumer.consuming);
  await publish('after');
  await until('it is here', () => bodies().includes('after'));
});

it('ends its close although the connection breaks before the answer', async () => {
  await until('it consumes', () => consumer.consuming);
  await consumer.stopConsuming();
  broker.proxy.stall();
  const closed = consumer.close();
  await new Promise((resolve) => setImmediate(resolve)); // the goodbye is on its way
  broker.proxy.cut();
  broker.proxy.resume();
  await closed;
});

it('does not wait long for a broker that does not answer', async () => {
  await until('it consumes', () => consumer.consuming);
  broker.proxy.stall();
  const begun = performance.now();
  await consumer.close();
  expect(performance.now() - begun).toBeLessThan(10_000);
  broker.proxy.resume();
});
