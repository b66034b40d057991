import { newTaskId, type TaskEvent } from '@celerity/contracts';
import { type BrokerConnection, BrokerUnavailable, JournalWriter, Publisher } from '@celerity/messaging';
import { TestBroker, until } from '@celerity/messaging/testing';
import { JournalTail } from './journal-tail.js';

let broker: TestBroker;
let connection: BrokerConnection;
let publisher: Publisher;
let journal: JournalWriter;

beforeEach(async () => {
  broker = await TestBroker.create();
  connection = broker.connection();
  publisher = new Publisher(connection);
  journal = new JournalWriter(publisher, broker.names.journal);
});

afterEach(async () => {
  publisher.stop();
  await broker.destroy();
});

const expired = (task_id: string): TaskEvent => ({
  type: 'expired',
  task_id,
  at: '2030-01-01T00:00:00Z',
  attempt: 1,
});

it('stops a while after the last subscriber, and begins anew at the end', async () => {
  const tail = new JournalTail(connection, broker.names.journal, 1);
  await connection.start();
  const id = newTaskId();
  const seen: object[] = [];
  const first = await tail.subscribe(id, (event) => seen.push(event));
  first();
  await until('it stops', () => !tail.following);
  await journal.append(expired(id)).confirmed;
  const second = await tail.subscribe(id, (event) => seen.push(event));
  await journal.append({ ...expired(id), attempt: 2 } as TaskEvent).confirmed;
  await until('the new one comes', () => seen.length > 0);
  expect(seen).toEqual([{ ...expired(id), attempt: 2 }]);
  second();
});

it('reads on for whoever comes soon after', async () => {
  const tail = new JournalTail(connection, broker.names.journal, 60_000);
  await connection.start();
  const id = newTaskId();
  (await tail.subscribe(id, () => undefined))();
  const seen: object[] = [];
  const unsubscribe = await tail.subscribe(id, (event) => seen.push(event));
  await journal.append(expired(id)).confirmed;
  await journal.append(expired(newTaskId())).confirmed;
  await until('it comes', () => seen.length === 1);
  unsubscribe();
  await tail.stop();
  expect(tail.following).toBe(false);
});

it('says so when there is no connection', async () => {
  const tail = new JournalTail(connection, broker.names.journal, 1);
  await expect(tail.subscribe(newTaskId(), () => undefined)).rejects.toBeInstanceOf(BrokerUnavailable);
});
