import { newTaskId, type TaskAccepted } from '@celerity/contracts';
import { type BrokerConnection, decodeTask, QueueConsumer } from '@celerity/messaging';
import { TcpProxy, until } from '@celerity/messaging/testing';
import { createTestDatabase, type TestDatabase } from '@celerity/service/testing';
import { Kysely } from 'kysely';
import type { GatewayDatabase } from '../database/gateway-database.js';
import type { Reply } from '../testing/test-gateway.js';
import { TestSystem } from '../testing/test-system.js';
import { IdempotencyKeysRepository } from './idempotency-keys.repository.js';
import { KeyPruner } from './key-pruner.js';

let database: TestDatabase;
let proxy: TcpProxy;
let system: TestSystem;
let delivered: { id: string; flagged: boolean }[];

beforeAll(async () => {
  database = await createTestDatabase();
  const url = new URL(database.url);
  proxy = await TcpProxy.to(url.hostname, Number(url.port || 5432));
  url.hostname = '127.0.0.1';
  url.port = String(proxy.port);
  system = await TestSystem.start({ DATABASE_URL: url.href });
  delivered = [];
  await consume(system.broker.connection('worker'), system.broker.names.queue('default'));
});

afterAll(async () => {
  proxy?.resume();
  await system?.stop();
  await proxy?.close();
  await database?.drop();
});

async function consume(connection: BrokerConnection, queue: string): Promise<void> {
  new QueueConsumer(connection, {
    queue,
    prefetch: 10,
    onDelivery: (delivery) => {
      const { taskId, possibleDuplicate } = decodeTask(delivery.content, delivery.properties);
      delivered.push({ id: taskId, flagged: possibleDuplicate });
      delivery.ack();
    },
  });
  await connection.start();
}

const message = { task_name: 'test_task', kwargs: { message: 'hi' } };
const send = (key: string, body: object = message, as: 'operator' | 'admin' = 'operator') =>
  system.gateway.ask('/api/core/tasks', { as, body, headers: { 'idempotency-key': key } });
const idOf = (reply: Reply) => reply.json<TaskAccepted>().task_id;
const copiesOf = (id: string) => delivered.filter((one) => one.id === id);
const db = () => system.gateway.app.get<Kysely<GatewayDatabase>>(Kysely);

it('accepts once, and gives the same answer again', async () => {
  const first = await send('order-17');
  const again = await send('order-17', { kwargs: { message: 'hi' }, task_name: 'test_task' });
  expect([first.status, again.status]).toEqual([201, 200]);
  expect(again.json()).toEqual(first.json());
  expect(again.headers.get('idempotent-replayed')).toBe('true');
  expect(again.headers.get('location')).toBe(first.headers.get('location'));
  await until('it is delivered', () => copiesOf(idOf(first)).length > 0);
  expect(copiesOf(idOf(first))).toEqual([{ id: idOf(first), flagged: false }]);
});

it('refuses the key with another body, naming the header', async () => {
  await send('order-18');
  const other = await send('order-18', { ...message, priority: 9 });
  expect(other.status).toBe(422);
  expect(other.json()).toMatchObject({
    type: 'urn:celerity:problem:idempotency-key-reused',
    errors: [{ field: 'Idempotency-Key' }],
  });
});

it('keeps the keys of two users apart', async () => {
  const [one, other] = [await send('order-19'), await send('order-19', message, 'admin')];
  expect([one.status, other.status]).toEqual([201, 201]);
  expect(idOf(one)).not.toBe(idOf(other));
});

it('makes one task of many requests at once', async () => {
  const replies = await Promise.all(Array.from({ length: 20 }, () => send('order-20')));
  expect(replies.map(({ status }) => status).sort()).toEqual([...Array(19).fill(200), 201]);
  const ids = new Set(replies.map(idOf));
  expect(ids.size).toBe(1);
  const [id] = ids;
  await until('it is delivered', () => copiesOf(String(id)).length > 0);
  expect(copiesOf(String(id))).toHaveLength(1);
});

it('does not use up a key by a refused request', async () => {
  const refused = await send('order-21', { task_name: 'test_task', kwargs: { message: 3 } });
  expect(refused.status).toBe(422);
  expect((await send('order-21')).status).toBe(201);
});

it('gives the answer of then to a repeat whose time is over', async () => {
  const body = { ...message, expires: new Date(Date.now() + 1_200).toISOString() };
  const first = await send('order-22', body);
  expect(first.status).toBe(201);
  await until('its time is over', () => Date.parse(body.expires) < Date.now());
  const again = await send('order-22', body);
  expect([again.status, idOf(again)]).toEqual([200, idOf(first)]);
});

it('sends again under the same id, flagged, when the outcome was unknown', async () => {
  system.broker.proxy.stall();
  const unknown = await send('order-23');
  expect([unknown.status, unknown.json()['outcome']]).toEqual([503, 'unknown']);
  system.broker.proxy.resume();
  let reply = await send('order-23');
  await until('it is accepted', async () => (reply = await send('order-23')).status < 300);
  expect(idOf(reply)).toBe(idOf(unknown));
  await until('a flagged copy came', () => copiesOf(idOf(reply)).some(({ flagged }) => flagged));
  expect(copiesOf(idOf(reply)).filter(({ flagged }) => !flagged).length).toBeLessThanOrEqual(1);
});

it('takes over from a gateway that ended half-way, under its id, flagged', async () => {
  const taskId = newTaskId();
  const keys = system.gateway.app.get(IdempotencyKeysRepository);
  await send('order-24');
  const { body_hash } = await db()
    .selectFrom('idempotency_keys')
    .select('body_hash')
    .where('key', '=', 'order-24')
    .executeTakeFirstOrThrow();
  expect(
    await keys.claim({ principal: 'the-operator', key: 'order-25', hash: body_hash }, taskId),
  ).toMatchObject({ number: 1 });
  const early = await send('order-25');
  expect([early.status, early.json()['type']]).toEqual([503, 'urn:celerity:problem:being-sent']);
  await db()
    .updateTable('idempotency_keys')
    .set({ leased_until: new Date(0) })
    .where('key', '=', 'order-25')
    .execute();
  const reply = await send('order-25');
  expect([reply.status, idOf(reply)]).toEqual([201, taskId]);
  await until('it is delivered', () => copiesOf(taskId).length > 0);
  expect(copiesOf(taskId)).toEqual([{ id: taskId, flagged: true }]);
});

it.each([
  ['empty', ''],
  ['with a space', 'a b'],
  ['too long', 'x'.repeat(256)],
  ['not ASCII', 'caf\u00e9'],
])('refuses a key that is %s', async (_, key) => {
  const reply = await send(key);
  expect(reply.status).toBe(400);
  expect(reply.json()).toMatchObject({ errors: [{ field: 'Idempotency-Key' }] });
});

it('forgets keys after seven days', async () => {
  await Promise.all([send('old-1'), send('old-2'), send('young')]);
  const age = (key: string, days: number) =>
    db()
      .updateTable('idempotency_keys')
      .set({ created_at: new Date(Date.now() - days * 86_400_000) })
      .where('key', '=', key)
      .execute();
  await Promise.all([age('old-1', 8), age('old-2', 7.01), age('young', 6.99)]);
  await system.gateway.app.get(KeyPruner).prune();
  const kept = await db()
    .selectFrom('idempotency_keys')
    .select('key')
    .where('key', 'in', ['old-1', 'old-2', 'young'])
    .execute();
  expect(kept).toEqual([{ key: 'young' }]);
});

it('says 503 within two seconds with a key and no database, sends nothing, and needs none without a key', async () => {
  const before = delivered.length;
  proxy.stall();
  const begun = performance.now();
  const reply = await send('order-26');
  expect(performance.now() - begun).toBeLessThan(2_000);
  expect(reply.status).toBe(503);
  expect(reply.headers.get('retry-after')).toBe('2');
  expect(reply.json()).toMatchObject({ type: 'urn:celerity:problem:store-unavailable' });
  const unkeyed = await system.gateway.ask('/api/core/tasks', { as: 'operator', body: message });
  expect(unkeyed.status).toBe(201);
  await until('it is delivered', () => copiesOf(idOf(unkeyed)).length === 1);
  expect(delivered).toHaveLength(before + 1);
  proxy.resume();
  await until('keys work again', async () => (await send('order-26')).status < 300);
});
