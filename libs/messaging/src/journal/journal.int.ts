import { randomUUID } from 'node:crypto';
import type { JournalEvent } from '@celerity/contracts';
import type { BrokerConnection } from '../connection/broker-connection.js';
import { BrokerUnavailable, ConfirmUnknown } from '../connection/broker-errors.js';
import { Publisher } from '../publishing/publisher.js';
import { TestBroker, until } from '../testing/index.js';
import { JournalReader, type JournalPosition } from './journal-reader.js';
import { JournalWriter } from './journal-writer.js';

let broker: TestBroker;
let publisher: Publisher;
let writer: JournalWriter;
let connection: BrokerConnection;

const barrier = (id: string = randomUUID()): JournalEvent => ({
  type: 'barrier',
  barrier_id: id,
  at: '2030-01-01T00:00:00Z',
});
const idOf = (event: JournalEvent) => (event.type === 'barrier' ? event.barrier_id : '');

/** A reader that keeps what it reads. */
async function read(position: () => Promise<JournalPosition>) {
  const connection = broker.connection('read');
  const seen = { ids: [] as string[], offsets: [] as number[], unreadable: [] as number[] };
  const reader = new JournalReader(connection, {
    journal: broker.names.journal,
    prefetch: 10,
    position,
    onBatch: ({ offset, events }, done) => {
      seen.offsets.push(offset);
      seen.ids.push(...events.map(idOf));
      done();
    },
    onUnreadable: (offset) => seen.unreadable.push(offset),
  });
  await reader.start();
  await connection.start();
  return { ...seen, reader };
}

beforeEach(async () => {
  broker = await TestBroker.create();
  connection = broker.connection('write');
  publisher = new Publisher(connection);
  writer = new JournalWriter(publisher, broker.names.journal);
  await connection.start();
});

afterEach(async () => {
  publisher.stop();
  await broker.destroy();
});

it('keeps the order of events and gathers them into few batches', async () => {
  const ids = Array.from({ length: 2_000 }, (_, n) => `b${n}`);
  await Promise.all(ids.map((id) => writer.append(barrier(id)).confirmed));
  const seen = await read(async () => 0);
  await until('all are read', () => seen.ids.length === ids.length);
  expect(seen.ids).toEqual(ids);
  expect(seen.offsets.length).toBeLessThan(10);
});

it('lets an outcome overtake an event that has not left yet', async () => {
  const blocker = writer.append(barrier('first'));
  await Promise.resolve();
  await Promise.resolve(); // the first batch is on its way now
  const started = writer.append(barrier('started'));
  const outcome = writer.append(barrier('outcome'), { supersedes: started });
  await Promise.all([blocker.confirmed, started.confirmed, outcome.confirmed]);
  const seen = await read(async () => 0);
  await until('both are read', () => seen.ids.length === 2);
  expect(seen.ids).toEqual(['first', 'outcome']);
});

it('lets an event that may linger leave with the next one, or be made needless by it', async () => {
  const first = writer.append(barrier('lingers'), { lingerMs: 60_000 });
  const started = writer.append(barrier('needless'), { lingerMs: 60_000 });
  await writer.append(barrier('urgent'), { supersedes: started }).confirmed;
  await first.confirmed;
  const seen = await read(async () => 0);
  await until('both are read', () => seen.ids.length === 2);
  expect(seen.ids).toEqual(['lingers', 'urgent']);
  expect(seen.offsets).toEqual([0]);
});

it('sends an event that lingers when its time is over, or at the end', async () => {
  await writer.append(barrier('alone'), { lingerMs: 5 }).confirmed;
  const last = writer.append(barrier('last'), { lingerMs: 60_000 });
  await writer.close(5_000);
  await last.confirmed;
  const seen = await read(async () => 0);
  await until('both are read', () => seen.ids.length === 2);
  expect(seen.ids).toEqual(['alone', 'last']);
});

it('resumes after the last batch when the connection is lost', async () => {
  await writer.append(barrier('one')).confirmed;
  let next = 0;
  const seen = await read(async () => next);
  await until('the first is read', () => seen.ids.length === 1);
  next = 1;
  broker.proxy.cut();
  await writer.append(barrier('two')).confirmed;
  await until('the second is read', () => seen.ids.includes('two'));
  expect(seen.ids).toEqual(['one', 'two']);
});

it('starts at the tail when asked to, and stops', async () => {
  await writer.append(barrier('old')).confirmed;
  const seen = await read(async () => 'next');
  await until('it reads', () => seen.reader.reading);
  await writer.append(barrier('new')).confirmed;
  await until('the new one is read', () => seen.ids.length === 1);
  await seen.reader.stop();
  expect(seen.ids).toEqual(['new']);
  expect(seen.reader.reading).toBe(false);
});

it('passes over what it cannot read, and says so', async () => {
  const foreign = (content: string, messageId: string) =>
    publisher.publish({
      exchange: '',
      routingKey: broker.names.journal,
      content: Buffer.from(content),
      properties: { messageId },
    });
  await foreign('not json', 'x');
  await foreign('{}', 'y');
  await writer.append(barrier('good')).confirmed;
  const seen = await read(async () => 0);
  await until('the good one is read', () => seen.ids.includes('good'));
  expect(seen.unreadable).toEqual([0, 1]);
});

it('says unknown when a confirm stays out, and writes the event all the same', async () => {
  broker.proxy.stall();
  await expect(writer.append(barrier('late'), { timeoutMs: 200 }).confirmed).rejects.toBeInstanceOf(
    ConfirmUnknown,
  );
  broker.proxy.resume();
  const seen = await read(async () => 0);
  await until('it is read', () => seen.ids.includes('late'));
});

it('takes back an event that has not left when its time is up', async () => {
  broker.proxy.stall();
  const first = writer.append(barrier('first'));
  await until('the first is on its way', () => publisher.unconfirmed === 1);
  const second = writer.append(barrier('second'), { timeoutMs: 100 });
  await expect(second.confirmed).rejects.toBeInstanceOf(BrokerUnavailable);
  broker.proxy.resume();
  await first.confirmed;
  const seen = await read(async () => 0);
  await until('the first is read', () => seen.ids.length === 1);
  expect(seen.ids).toEqual(['first']);
});

it('does not write later what it has said is not written, although it waited in one batch with others', async () => {
  broker.proxy.stall();
  broker.proxy.cut();
  await until('the loss is noticed', () => connection.trouble !== null);
  const [given, kept] = [
    writer.append(barrier('given up'), { timeoutMs: 100 }),
    writer.append(barrier('kept')),
  ];
  await expect(given.confirmed).rejects.toThrow(BrokerUnavailable);
  broker.proxy.resume();
  await kept.confirmed;
  const seen = await read(async () => 0);
  await until('the one that was kept is read', () => seen.ids.includes('kept'));
  expect(seen.ids).not.toContain('given up');
});

it('flushes at close and refuses what comes later', async () => {
  const entries = Array.from({ length: 50 }, () => writer.append(barrier()));
  await writer.close(5_000);
  await Promise.all(entries.map(({ confirmed }) => confirmed));
  await expect(writer.append(barrier()).confirmed).rejects.toBeInstanceOf(BrokerUnavailable);
});

it('does not hang at close when the broker is away', async () => {
  broker.proxy.stall();
  const entry = writer.append(barrier());
  await until('the first is on its way', () => publisher.unconfirmed === 1);
  const waiting = writer.append(barrier());
  await writer.close(200);
  await expect(waiting.confirmed).rejects.toBeInstanceOf(ConfirmUnknown);
  await expect(entry.confirmed).rejects.toBeInstanceOf(ConfirmUnknown);
  broker.proxy.resume();
});

it('closes in time although the broker still owes a confirm', async () => {
  broker.proxy.stall();
  writer.append(barrier());
  await until('it is on its way', () => publisher.unconfirmed === 1);
  const begun = performance.now();
  await writer.close(100);
  expect(performance.now() - begun).toBeLessThan(3_000);
  broker.proxy.resume();
});

it('does not end the process by refusing an event that nobody waits for', async () => {
  const unhandled: unknown[] = [];
  const note = (reason: unknown) => unhandled.push(reason);
  process.on('unhandledRejection', note);
  await writer.close(1_000);
  writer.append(barrier());
  await new Promise((resolve) => setImmediate(resolve)); // Node looks for unhandled rejections before this
  process.off('unhandledRejection', note);
  expect(unhandled).toEqual([]);
});

describe('a reader whose start takes long', () => {
  let answers: PromiseWithResolvers<JournalPosition>[];
  let seen: string[];
  let reader: JournalReader;

  beforeEach(async () => {
    answers = [];
    seen = [];
    const connection = broker.connection('read');
    reader = new JournalReader(connection, {
      journal: broker.names.journal,
      prefetch: 10,
      position: () => {
        const answer = Promise.withResolvers<JournalPosition>();
        answers.push(answer);
        return answer.promise;
      },
      onBatch: ({ events }, done) => {
        seen.push(...events.map(idOf));
        done();
      },
    });
    await connection.start();
    await writer.append(barrier('one')).confirmed;
  });

  it('reads once although it is started twice', async () => {
    const started = Promise.all([reader.start(), reader.start()]);
    for (const answer of answers) answer.resolve(0);
    await started;
    expect(answers).toHaveLength(1);
    await until('it is read', () => seen.length === 1);
  });

  it('does not read after it was stopped', async () => {
    const started = reader.start();
    await reader.stop();
    answers[0]?.resolve(0);
    await started;
    expect(reader.reading).toBe(false);
  });

  it('begins where the second start says when it was stopped between two', async () => {
    const first = reader.start();
    await reader.stop();
    const second = reader.start();
    expect(answers).toHaveLength(2);
    answers[1]?.resolve('next');
    await second;
    answers[0]?.resolve(0);
    await first;
    await writer.append(barrier('two')).confirmed;
    await until('the new one is read', () => seen.includes('two'));
    expect(seen).toEqual(['two']);
  });
});
