import type { ChannelModel, ConfirmChannel } from 'amqplib';
import { BrokerConnection } from '../connection/broker-connection.js';
import {
  BrokerRefused,
  BrokerUnavailable,
  ConfirmUnknown,
  PublishRefused,
} from '../connection/broker-errors.js';
import { TestBroker, until } from '../testing/index.js';
import { Publisher, type Publication } from './publisher.js';

let broker: TestBroker;
let publisher: Publisher;

const to = (routingKey: string, messageId = routingKey): Publication => ({
  exchange: broker.names.tasks,
  routingKey,
  content: Buffer.from('[]'),
  properties: { messageId },
});

async function open(options: ConstructorParameters<typeof Publisher>[1] = {}): Promise<BrokerConnection> {
  const connection = broker.connection();
  publisher = new Publisher(connection, options);
  await connection.start();
  return connection;
}

beforeEach(async () => {
  broker = await TestBroker.create();
});

afterEach(async () => {
  publisher.stop();
  await broker.destroy();
});

it('resolves when the message is in its queue', async () => {
  await open();
  await Promise.all(
    Array.from({ length: 100 }, (_, n) => publisher.publish(to('task.finance.any', `m${n}`))),
  );
  expect(await broker.ready(broker.names.queue('finance'))).toBe(100);
  expect(publisher.unconfirmed).toBe(0);
});

it('refuses a message that no queue takes, although the broker confirms it', async () => {
  await open();
  const results = await Promise.allSettled([
    publisher.publish(to('nobody.listens')),
    publisher.publish(to('task.email.x')),
  ]);
  expect(results.map(({ status }) => status)).toEqual(['rejected', 'fulfilled']);
  expect((results[0] as PromiseRejectedResult).reason).toBeInstanceOf(PublishRefused);
});

it('says unknown when the connection is lost before the confirm, and works again after', async () => {
  await open();
  broker.proxy.stall();
  const publish = publisher.publish(to('task.data.x'));
  await until('the message is on its way', () => publisher.unconfirmed === 1);
  broker.proxy.cut();
  broker.proxy.resume();
  await expect(publish).rejects.toBeInstanceOf(ConfirmUnknown);
  await until('publishing works again', () =>
    publisher.publish(to('task.data.x')).then(
      () => true,
      () => false,
    ),
  );
});

it('says unknown when no confirm comes in time', async () => {
  await open({ confirmTimeoutMs: 200 });
  broker.proxy.stall();
  await expect(publisher.publish(to('task.data.x'))).rejects.toBeInstanceOf(ConfirmUnknown);
  broker.proxy.resume();
});

it('holds no more than its window, and gives up on waiting for a place', async () => {
  await open({ window: 2, admitTimeoutMs: 200, confirmTimeoutMs: 60_000 });
  broker.proxy.stall();
  const first = [publisher.publish(to('task.data.a')), publisher.publish(to('task.data.b'))];
  await expect(publisher.publish(to('task.data.c'))).rejects.toBeInstanceOf(BrokerUnavailable);
  expect(publisher.unconfirmed).toBe(2);
  broker.proxy.resume();
  await Promise.all(first);
});

it('lets the next one in when a place is free', async () => {
  await open({ window: 1 });
  await Promise.all(Array.from({ length: 20 }, (_, n) => publisher.publish(to('task.data.x', `m${n}`))));
  expect(await broker.ready(broker.names.queue('data'))).toBe(20);
});

it('keeps to its window when one confirm answers many', async () => {
  await open({ window: 10 });
  let most = 0;
  const publish = async (n: number) => {
    await publisher.publish(to('task.data.x', `m${n}`));
    most = Math.max(most, publisher.unconfirmed);
  };
  await Promise.all(Array.from({ length: 500 }, (_, n) => publish(n)));
  expect(most).toBeLessThanOrEqual(10);
});

it('lets nobody in while the broker blocks it, although places become free', async () => {
  const connection = await open({ window: 1, admitTimeoutMs: 400, confirmTimeoutMs: 100 });
  let block = () => undefined as unknown;
  connection.attach({
    open: async (model) => void (block = () => model.emit('blocked', 'memory')),
    lost: () => undefined,
  });
  broker.proxy.stall();
  const first = publisher.publish(to('task.data.a'));
  const second = publisher.publish(to('task.data.b'));
  block();
  await expect(first).rejects.toBeInstanceOf(ConfirmUnknown);
  await expect(second).rejects.toBeInstanceOf(BrokerUnavailable);
  broker.proxy.resume();
});

it('refuses at once while the broker blocks it, where that is wanted', async () => {
  const connection = await open({ refuseWhileBlocked: true, admitTimeoutMs: 60_000 });
  const { promise: model, resolve } = Promise.withResolvers<ChannelModel>();
  connection.attach({ open: async (opened) => resolve(opened), lost: () => undefined });
  (await model).emit('blocked', 'memory');
  await expect(publisher.publish(to('task.data.a'))).rejects.toThrow('blocked by the broker: memory');
  expect(publisher.refusal).toContain('memory');
  (await model).emit('unblocked');
  await publisher.publish(to('task.data.a'));
});

it('keeps to its window of bytes, however few the messages', async () => {
  await open({ windowBytes: 100_000, admitTimeoutMs: 200, confirmTimeoutMs: 60_000 });
  broker.proxy.stall();
  const large = { ...to('task.data.a'), content: Buffer.alloc(60_000) };
  const first = [publisher.publish(large), publisher.publish(large)];
  await expect(publisher.publish(large)).rejects.toBeInstanceOf(BrokerUnavailable);
  expect(publisher.unconfirmed).toBe(2);
  broker.proxy.resume();
  await Promise.all(first);
  await publisher.publish(large);
});

it('lets only so many wait for a place', async () => {
  await open({ window: 3, mostWaiting: 3, admitTimeoutMs: 60_000, confirmTimeoutMs: 60_000 });
  broker.proxy.stall();
  const six = Array.from({ length: 6 }, () => publisher.publish(to('task.data.a')));
  await expect(publisher.publish(to('task.data.a'))).rejects.toThrow('too many messages wait');
  broker.proxy.resume();
  await Promise.all(six);
});

it('writes no more into a socket that takes nothing, although confirms time out', async () => {
  await open({ window: 5_000, admitTimeoutMs: 50, confirmTimeoutMs: 50 });
  broker.proxy.stall();
  const publish = () =>
    publisher.publish({ ...to('task.data.a'), content: Buffer.alloc(2_000) }).then(
      () => 'taken',
      (error: Error) => error.name,
    );
  // The kernel's buffers and our own take some; then nothing goes, however long that lasts.
  await until('it is refused', async () => {
    const answers = await Promise.all(Array.from({ length: 1_000 }, publish));
    return answers.every((answer) => answer === 'BrokerUnavailable');
  });
  broker.proxy.resume();
  await until('it is taken again', async () => (await publish()) === 'taken');
});

it('takes a returned message for no other of the same id', async () => {
  await open();
  const results = await Promise.allSettled([
    publisher.publish(to('task.email.x', 'same')),
    publisher.publish(to('nobody.listens', 'same')),
  ]);
  expect(results.map(({ status }) => status)).toEqual(['fulfilled', 'rejected']);
});

it('is unavailable before the first connection and after the last', async () => {
  const connection = broker.connection();
  publisher = new Publisher(connection, { admitTimeoutMs: 100 });
  await expect(publisher.publish(to('task.data.x'))).rejects.toBeInstanceOf(BrokerUnavailable);
  await connection.start();
  await connection.close();
  await expect(publisher.publish(to('task.data.x'))).rejects.toBeInstanceOf(BrokerUnavailable);
});

it('comes back by itself when the broker cannot be reached at first', async () => {
  const url = new URL(broker.url);
  await open();
  const { port } = url;
  url.port = '1';
  const warned: string[] = [];
  const log = {
    info: () => undefined,
    warn: (_: object, text: string) => warned.push(text),
    error: () => undefined,
  };
  const connection = new BrokerConnection({ url: url.toString(), name: 'nowhere', log });
  const started = connection.start();
  await until('it has tried twice', () => warned.length > 1);
  expect(connection.trouble).toBe('not connected');
  await connection.close();
  await started;
  expect(port).not.toBe('1');
});

it('does not keep trying where it is refused', async () => {
  await open();
  const url = new URL(broker.url);
  url.password = 'wrong';
  const log = { info: () => undefined, warn: () => undefined, error: () => undefined };
  await expect(new BrokerConnection({ url: url.toString(), name: 'x', log }).start()).rejects.toBeInstanceOf(
    BrokerRefused,
  );
});

describe('to a stream', () => {
  const entry = (messageId: string): Publication => ({
    exchange: '',
    routingKey: broker.names.journal,
    content: Buffer.from('[]'),
    properties: { messageId },
  });

  /** The channels that the connection opens for publishing, in order, with what each was given. */
  async function channelsOf(): Promise<Map<ConfirmChannel, string[]>> {
    const written = new Map<ConfirmChannel, string[]>();
    const connection = broker.connection();
    connection.attach({
      open: (model) => {
        const create = model.createConfirmChannel.bind(model);
        model.createConfirmChannel = async () => {
          const channel = await create();
          const ids: string[] = [];
          written.set(channel, ids);
          const publish = channel.publish.bind(channel);
          channel.publish = (exchange, key, content, options, callback) => {
            ids.push(String(options?.messageId));
            return publish(exchange, key, content, options, callback);
          };
          return channel;
        };
        return Promise.resolve();
      },
      lost: () => undefined,
    });
    publisher = new Publisher(connection);
    publisher.expectStream(broker.names.journal);
    await connection.start();
    return written;
  }

  it('writes over a channel that writes nothing else', async () => {
    const channels = await channelsOf();
    await Promise.all([
      publisher.publish(to('task.email.x', 'task')),
      publisher.publish(entry('event 1')),
      publisher.publish(entry('event 2')),
    ]);
    expect([...channels.values()]).toEqual([['task'], ['event 1', 'event 2']]);
  });

  it('takes a new channel after a message that came back, since the numbers of the two differ from then on', async () => {
    const channels = await channelsOf();
    await publisher.publish(entry('kept'));
    await broker.deleteQueue(broker.names.journal);
    await expect(publisher.publish(entry('returned'))).rejects.toBeInstanceOf(PublishRefused);
    await expect(publisher.publish(entry('returned too'))).rejects.toBeInstanceOf(PublishRefused);
    expect([...channels.values()]).toEqual([[], ['kept', 'returned'], ['returned too']]);
  });
});
