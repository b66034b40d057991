import type { INestApplication } from '@nestjs/common';
import { newTaskId, type TaskMessage } from '@celerity/contracts';
import { QueueConsumer, type Delivery } from '@celerity/messaging';
import { until } from '@celerity/messaging/testing';
import { HealthRegistry } from '@celerity/service';
import { sql } from 'kysely';
import { Registry } from 'prom-client';
import { BeatFixture } from '../testing/beat-fixture.js';
import { PUBLISH_WITHIN_MS } from './timer.js';
import { TimerPublisher } from './timer-publisher.js';
import { TimerStore } from './timer-store.js';

let fixture: BeatFixture;

beforeEach(async () => {
  fixture = await BeatFixture.create();
});

afterEach(async () => {
  await fixture.destroy();
});

const arrival = (taskId: string) => until(`task ${taskId}`, () => fixture.inbox.of(taskId).length > 0);
const rows = () => fixture.db.selectFrom('timers').selectAll().execute();
const stored = (count: number) => until(`${count} rows`, async () => (await rows()).length === count);

async function metric(app: INestApplication, name: string): Promise<number | undefined> {
  const found = await app.get(Registry).getSingleMetric(name)?.get();
  return found?.values[0]?.value;
}

it('publishes 2,000 timers of one instant from two beats, none early and each once', async () => {
  await Promise.all([fixture.startBeat(), fixture.startBeat()]);
  const dueIn = 2_000;
  const dueAt = Date.now() + dueIn;
  const sent = await Promise.all(Array.from({ length: 2_000 }, () => fixture.delay(dueAt - Date.now())));
  await until('all have arrived', () => fixture.inbox.received.length >= sent.length);
  await stored(0);
  const { received } = fixture.inbox;
  const due = new Map(sent.map((message) => [message.taskId, message.dueAt]));
  expect(received.filter(({ message, at }) => at < (due.get(message.taskId) ?? Infinity))).toEqual([]);
  expect(new Set(received.map(({ message }) => message.taskId)).size).toBe(sent.length);
  expect(received).toHaveLength(sent.length);
  expect(received.filter(({ message }) => message.possibleDuplicate)).toEqual([]);
});

it('stores a timer that comes twice once, and flags one that the broker had handed out before', async () => {
  const twice = await fixture.delay(60_000);
  await fixture.tasks.delay({ message: twice, dueAt: new Date(twice.dueAt) });
  await handOut(2);
  const app = await fixture.startBeat();
  const soon = await fixture.delay(50);
  await arrival(soon.taskId);
  await stored(1);
  expect(await rows()).toMatchObject([{ task_id: twice.taskId, attempt: 1, flagged: true, claims: 0 }]);
  expect(fixture.inbox.of(soon.taskId)[0]?.message.possibleDuplicate).toBe(false);
  await fixture.leader();
  expect(await metric(app, 'celerity_timers_waiting')).toBe(1);

  await fixture.db.updateTable('timers').set({ due_at: new Date() }).execute();
  await arrival(twice.taskId);
  expect(fixture.inbox.of(twice.taskId)[0]?.message.possibleDuplicate).toBe(true);
});

it('keeps an attempt that comes back while it is being published', async () => {
  const store = (await fixture.startBeat()).get(TimerStore);
  const message = await fixture.delay(60_000);
  await stored(1);
  const { message: kept } = (await rows())[0] as { message: TaskMessage };
  const dueAt = new Date(Date.now() - 1_000);
  const timer = (at: Date, possibleDuplicate: boolean) => ({
    message: { ...kept, possibleDuplicate },
    dueAt: at,
    flagged: false,
  });
  await fixture.db.deleteFrom('timers').execute();
  // Two arrivals in one batch, and none of them lost or doubled.
  const later = new Date(Date.now() + 60_000);
  await store.add([timer(later, false), timer(later, false)]);
  await fixture.db
    .updateTable('timers')
    .set({ claims: 1, lease_until: new Date(Date.now() + 60_000) })
    .execute();
  const claimed = { taskId: message.taskId, attempt: 1, claims: 1, revoked: false, message, dueAtLocal: 0 };
  await store.add([timer(later, true)]);
  await store.remove([claimed]);
  expect(await rows()).toMatchObject([
    { task_id: message.taskId, flagged: true, claims: 2, lease_until: null },
  ]);
  await fixture.db.updateTable('timers').set({ due_at: dueAt }).execute();
  await fixture.delay(10);
  await arrival(message.taskId);
  expect(fixture.inbox.of(message.taskId)).toHaveLength(1);
  expect(fixture.inbox.of(message.taskId)[0]?.message.possibleDuplicate).toBe(true);
});

/** Takes messages as a beat does that dies before it acks. */
async function handOut(count: number): Promise<void> {
  const seen: Delivery[] = [];
  const consumer = new QueueConsumer(fixture.connection, {
    queue: fixture.broker.names.timers,
    prefetch: 10,
    onDelivery: (delivery) => seen.push(delivery),
  });
  await until('they are handed out', () => seen.length === count);
  fixture.connection.detach(consumer);
  await consumer.close();
}

it('keeps what travels with a task, attempt by attempt', async () => {
  await fixture.startBeat();
  const kwargs = { text: 'NUL \u0000, half a pair \ud800, 中文', big: 2 ** 53 - 1 };
  const sent = await fixture.delay(10, { attempt: 3, kwargs, parentId: newTaskId(), maxRetries: 7 });
  await fixture.tasks.delay({ message: { ...sent, attempt: 4 }, dueAt: new Date() });
  await until('both attempts', () => fixture.inbox.of(sent.taskId).length === 2);
  const attempts = fixture.inbox.of(sent.taskId).map(({ message }) => message);
  expect(attempts.map(({ attempt }) => attempt).sort()).toEqual([3, 4]);
  expect(attempts[0]).toMatchObject({ kwargs, parentId: sent.parentId, maxRetries: 7, rootId: sent.taskId });
});

it('sends a delayed task to its lane, and one that an earlier version stored to the normal one', async () => {
  await fixture.startBeat();
  const mail = { taskName: 'email.send_notification_email' };
  await Promise.all([9, 5, 0].map((priority) => fixture.delay(60_000, { ...mail, priority })));
  await stored(3);
  await sql`insert into timers (task_id, attempt, due_at, message, flagged)
    select ${newTaskId()}::uuid, 1, now(), (message::jsonb - 'priority')::json, false
    from timers where message ->> 'priority' = '9'`.execute(fixture.db);
  await fixture.db.updateTable('timers').set({ due_at: new Date() }).execute();
  await fixture.delay(10);
  await stored(0);
  const { names } = fixture.broker;
  const ready = (['high', 'normal', 'low'] as const).map((lane) =>
    fixture.broker.ready(names.queue('email', lane)),
  );
  expect(await Promise.all(ready)).toEqual([1, 2, 1]);
});

it('wakes for a timer that is due before the one it sleeps for', async () => {
  await fixture.startBeat();
  await fixture.delay(60_000);
  await stored(1);
  const sooner = await fixture.delay(300);
  await arrival(sooner.taskId);
  const late = (fixture.inbox.of(sooner.taskId)[0]?.at ?? 0) - sooner.dueAt;
  expect(late).toBeGreaterThanOrEqual(0);
  expect(late).toBeLessThan(500);
  await stored(1);
});

it('goes on when PostgreSQL drops every connection', async () => {
  const app = await fixture.startBeat();
  const before = await fixture.delay(1_000);
  await stored(1);
  await fixture.database.disconnectBeats();
  const after = await Promise.all(Array.from({ length: 50 }, () => fixture.delay(500)));
  await Promise.all([before, ...after].map(({ taskId }) => arrival(taskId)));
  await stored(0);
  expect(fixture.inbox.received).toHaveLength(51);
  expect(fixture.inbox.received.filter(({ message, at }) => at < (dueOf(message.taskId) ?? 0))).toEqual([]);
  const health = await app.get(HealthRegistry).probe();
  expect(Object.assign({}, ...health)).toMatchObject({
    timers: { status: 'up' },
    postgres: { status: 'up' },
  });

  function dueOf(taskId: string): number | undefined {
    return [before, ...after].find((message) => message.taskId === taskId)?.dueAt;
  }
});

it('leaves the timers in the broker while they cannot be stored', async () => {
  const app = await fixture.startBeat();
  await sql`alter table timers rename to timers_away`.execute(fixture.db);
  const waiting = await fixture.delay(10);
  const timersHealth = async () =>
    Object.assign({}, ...(await app.get(HealthRegistry).probe())).timers.status;
  await until('it stands back', async () => (await timersHealth()) === 'down');
  expect(fixture.inbox.received).toEqual([]);
  await sql`alter table timers_away rename to timers`.execute(fixture.db);
  await arrival(waiting.taskId);
  expect(fixture.inbox.of(waiting.taskId)).toHaveLength(1);
  await until('it consumes again', async () => (await timersHealth()) === 'up');
});

it('moves what can be no timer to the dead letters, and stores its neighbours', async () => {
  const tooMany = await fixture.delay(10, { attempt: 2 ** 40 });
  const good = await fixture.delay(10);
  await fixture.tasks.delay({ message: { ...good, taskId: 'no task id' }, dueAt: new Date() });
  // Its headers leave no room for a cause: as long as it cannot be buried it keeps everybody out.
  await fixture.broker.publish(fixture.broker.names.timers, '[[],{},{}]', {
    headers: { filler: 'f'.repeat(65_450) },
  });
  await fixture.startBeat();
  await arrival(good.taskId);
  const { dead, timers } = fixture.broker.names;
  await until('three dead letters', async () => (await fixture.broker.ready(dead)) === 3);
  await until('none in the queue', async () => (await fixture.broker.ready(timers)) === 0);
  expect(fixture.inbox.of(tooMany.taskId)).toEqual([]);
  expect(await rows()).toEqual([]);
});

it('keeps a timer whose queue is gone until it is there again', async () => {
  await fixture.startBeat();
  await fixture.broker.deleteQueue(fixture.broker.names.queue('email'));
  const homeless = await fixture.delay(10, { taskName: 'email.send_notification_email' });
  await until('a second claim', async () => ((await rows())[0]?.claims ?? 0) >= 2);
  await fixture.broker.connection('declares the queue again').start();
  await stored(0);
  expect(await fixture.broker.ready(fixture.broker.names.queue('email'))).toBe(1);
  expect(fixture.inbox.of(homeless.taskId)).toEqual([]);
});

it('publishes nothing for a claim that grew old, and removes nothing that was claimed again', async () => {
  const app = await fixture.startBeat();
  const [store, publisher] = [app.get(TimerStore), app.get(TimerPublisher)];
  await fixture.delay(60_000);
  await stored(1);
  const [claim] = await claimed();
  if (!claim) throw new Error('nothing was claimed');
  await publisher.publish([claim], performance.now() - PUBLISH_WITHIN_MS - 1);
  expect(fixture.inbox.received).toEqual([]);
  await store.remove([{ ...claim, claims: claim.claims - 1 }]);
  expect(await rows()).toHaveLength(1);
  await arrival(claim.taskId);
  expect(fixture.inbox.of(claim.taskId)[0]?.message.possibleDuplicate).toBe(true);
  await stored(0);

  /** A claim as another beat makes it, in one transaction with the moment at which the timer falls due. */
  async function claimed() {
    return fixture.db.transaction().execute(async (trx) => {
      await trx.updateTable('timers').set({ due_at: new Date() }).execute();
      return new TimerStore(trx).claim();
    });
  }
});
