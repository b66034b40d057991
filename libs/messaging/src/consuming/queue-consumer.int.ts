import type { Channel, ChannelModel } from 'amqplib';
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

describe('a consumer that works only as far as we can see', () => {
  const queue = () => broker.names.queue('data');
  const found = jest.fn();
  let watched: QueueConsumer;
  let channels: Channel[];

  beforeEach(async () => {
    await consumer.close();
    channels = [];
    found.mockClear();
    const consuming = broker.connection('watched', { warn: found });
    consuming.attach({ open: (model) => remember(model), lost: () => undefined });
    watched = new QueueConsumer(consuming, {
      queue: queue(),
      prefetch: 1,
      onDelivery: (delivery) => deliveries.push(delivery),
      probeEveryMs: 200,
    });
    await consuming.start();
  });

  afterEach(() => broker.proxy.resume());

  /** Lets the test reach the channel of the consumer, and so cancel it behind its back. */
  function remember(model: ChannelModel): Promise<void> {
    const createChannel = model.createChannel.bind(model);
    model.createChannel = async () => {
      const channel = await createChannel();
      channels.push(channel);
      return channel;
    };
    return Promise.resolve();
  }

  async function loseConsumer(): Promise<void> {
    const { consumers } = channels[0] as unknown as { consumers: Map<string, unknown> };
    await channels[0]?.cancel(String([...consumers.keys()][0]));
    expect(watched.consuming).toBe(true);
  }

  const recycled = (reason: RegExp) =>
    until('it is found', () => found.mock.calls.some(([facts]) => reason.test(JSON.stringify(facts))));

  async function delivers(): Promise<void> {
    await until('it consumes again', () => watched.consuming && channels.length > 1);
    await publish('after');
    await until('it is here', () => {
      for (const delivery of deliveries) delivery.ack();
      return bodies().includes('after');
    });
  }

  it('is replaced when the broker does not know of it', async () => {
    await loseConsumer();
    await recycled(/knows of no consumer of/);
    await delivers();
  });

  it('is replaced when messages wait that it could take, beside another consumer', async () => {
    const other = broker.connection('other');
    const held = new QueueConsumer(other, { queue: queue(), prefetch: 1, onDelivery: () => undefined });
    await other.start();
    await loseConsumer();
    await publish('held by the other', 'waits');
    await recycled(/does not deliver what waits in/);
    await until('it is here', () => bodies().length === 1);
    expect(held.unsettled).toBe(1);
  });

  it('is replaced when its connection is half-open', async () => {
    broker.proxy.stall();
    await recycled(/no answer on the channel that consumes/);
    expect(watched.consuming).toBe(false);
    broker.proxy.resume();
    await delivers();
  });

  it('stays when it holds all it may, when others wait, and when this process stood still', async () => {
    await publish('a', 'b');
    await until('one is here', () => deliveries.length === 1);
    const channel = channels[0] as Channel;
    const ask = channel.checkQueue.bind(channel);
    const asked = jest.spyOn(channel, 'checkQueue').mockImplementation((name) => {
      const answer = ask(name);
      const still = performance.now() + 1_000;
      while (asked.mock.calls.length === 1 && performance.now() < still);
      return answer;
    });
    await until('it was asked some times', () => asked.mock.calls.length > 4);
    expect(found).not.toHaveBeenCalled();
    await watched.close();
  });
});
