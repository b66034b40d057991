import type { INestApplication } from '@nestjs/common';
import { type Accepted, debugTask, type JournalEvent, occurrenceTaskId } from '@celerity/contracts';
import { JournalReader } from '@celerity/messaging';
import { until } from '@celerity/messaging/testing';
import { HealthRegistry, LostLeadership } from '@celerity/service';
import { Registry } from 'prom-client';
import { BeatFixture } from '../testing/beat-fixture.js';
import { OccurrenceLoop } from './occurrence-loop.js';
import { OccurrencePublisher } from './occurrence-publisher.js';
import { OccurrenceStore, PASS_LIMIT } from './occurrence-store.js';

let fixture: BeatFixture;
let journal: JournalEvent[];

beforeEach(async () => {
  fixture = await BeatFixture.create();
  journal = [];
  await new JournalReader(fixture.connection, {
    journal: fixture.broker.names.journal,
    prefetch: 10,
    position: async () => 0,
    onBatch: (batch, done) => {
      journal.push(...batch.events);
      done();
    },
  }).start();
});

afterEach(async () => {
  await fixture.destroy();
});

const arrived = (count: number) => until(`${count} tasks`, () => fixture.inbox.received.length >= count);
const ids = () => fixture.inbox.received.map(({ message }) => message.taskId);
const occurrences = () =>
  fixture.db
    .selectFrom('occurrences')
    .selectAll()
    .where('schedule_id', '=', 'test')
    .orderBy('due_at')
    .execute();
const schedule = () =>
  fixture.db.selectFrom('schedules').selectAll().where('id', '=', 'test').executeTakeFirstOrThrow();

/** A recorded and unpublished occurrence, as a beat leaves it that dies in between. */
async function record(dueAt: string): Promise<string> {
  const task_id = occurrenceTaskId('test', new Date(dueAt).toISOString());
  await fixture.db
    .insertInto('occurrences')
    .values({ schedule_id: 'test', due_at: new Date(dueAt), task_id })
    .execute();
  return task_id;
}

/** What a beat tells Prometheus. */
async function gauge(beat: INestApplication | undefined, name: 'overdue' | 'unsent'): Promise<number> {
  const metric = await beat?.get(Registry).getSingleMetric(`celerity_schedule_${name}_seconds`)?.get();
  return metric?.values[0]?.value ?? Number.NaN;
}

/** A schedule that does nothing by itself during the test. */
const addIdle = () => fixture.addSchedule('test', '0 0 1 1 *');

it('fires once a second over a change of leader', async () => {
  await Promise.all([fixture.startBeat(), fixture.startBeat()]);
  await fixture.addSchedule('test', '* * * * * *');
  await arrived(3);
  await fixture.stopBeat(await fixture.leader());
  await fixture.startBeat();
  await arrived(6);
  await fixture.stopBeat(await fixture.leader());
  await arrived(9);
  await fixture.stopBeats();
  const rows = await occurrences();
  const first = rows[0]?.due_at.getTime() ?? 0;
  const expected = rows.map((_, second) =>
    occurrenceTaskId('test', new Date(first + second * 1_000).toISOString()),
  );
  expect(first % 1_000).toBe(0);
  await arrived(expected.length);
  expect(ids().sort()).toEqual(expected.sort());
  expect(rows.filter(({ published_at }) => published_at === null)).toEqual([]);
  expect(fixture.inbox.received.filter(({ message }) => message.possibleDuplicate)).toEqual([]);
});

it('says in the journal which schedule sent a task, and how late', async () => {
  const app = await fixture.startBeat();
  await fixture.addSchedule('test', '* * * * * *');
  await arrived(1);
  const entry = () =>
    journal.find((event): event is Accepted => event.type === 'accepted' && event.schedule === 'test');
  await until('its entry', () => entry() !== undefined);
  expect(entry()).toMatchObject({
    task_id: ids()[0],
    task_name: debugTask.name,
    queue: 'default',
    submitted_by: 'schedule:test',
  });
  const metrics = () => app.get(Registry).metrics();
  await until('its lateness', async () =>
    /lateness_seconds_count\{.*kind="schedule".*\} 1/.test(await metrics()),
  );
  expect(await metrics()).toMatch(/celerity_beat_leader(\{.*\})? 1/);
});

it('publishes again, flagged, what a predecessor recorded and may have published', async () => {
  await fixture.stopBeat(await fixture.startBeat());
  await addIdle();
  const taskId = await record('2026-05-01T10:00:00Z');
  await fixture.startBeat();
  await arrived(1);
  expect(fixture.inbox.received[0]?.message).toMatchObject({ taskId, possibleDuplicate: true });
  await until('it is marked', async () => (await occurrences())[0]?.published_at !== null);
});

it('comes to every one of a full outbox, whatever stands before it', async () => {
  await fixture.stopBeat(await fixture.startBeat());
  await addIdle();
  await fixture.addSchedule('stuck', '0 0 1 1 *', { task_name: 'default.nothing' });
  const stuck = Array.from({ length: PASS_LIMIT }, (_, second) => ({
    schedule_id: 'stuck',
    due_at: new Date(second * 1_000),
    task_id: occurrenceTaskId('stuck', new Date(second * 1_000).toISOString()),
  }));
  await fixture.db.insertInto('occurrences').values(stuck).execute();
  const taskId = await record('2026-05-01T10:00:00Z');
  await fixture.startBeat();
  await arrived(1);
  expect(ids()).toEqual([taskId]);
});

it('fires once for the last instant that was missed, and never twice for one', async () => {
  await fixture.stopBeat(await fixture.startBeat());
  const due = new Date(Date.now() - 3 * 3_600_000 - (Date.now() % 3_600_000));
  await fixture.addSchedule('test', '0 * * * *', { next_due_at: due });
  await fixture.startBeat();
  await arrived(1);
  const missed = new Date(Date.now() - (Date.now() % 3_600_000));
  await until('it is published', async () => (await occurrences())[0]?.published_at !== null);
  expect(await occurrences()).toMatchObject([{ due_at: missed, task_id: ids()[0] }]);

  await fixture.db.updateTable('schedules').set({ next_due_at: missed }).where('id', '=', 'test').execute();
  await until('it has moved on', async () => Number((await schedule()).next_due_at) > Date.now());
  expect(await occurrences()).toHaveLength(1);
});

it('lets no term write that is over', async () => {
  const app = await fixture.startBeat();
  await fixture.leader();
  await addIdle();
  const [store, publisher] = [app.get(OccurrenceStore), app.get(OccurrencePublisher)];
  const stale = 0;
  await expect(store.fireDue(stale)).rejects.toBeInstanceOf(LostLeadership);
  const taskId = occurrenceTaskId('test', '2026-05-01T10:00:00.000Z');
  const occurrence = {
    scheduleId: 'test',
    dueAt: new Date('2026-05-01T10:00:00Z'),
    taskId,
    taskName: debugTask.name,
    args: [],
    kwargs: {},
    sendAt: null,
    priority: null,
    expires: null,
  };
  await fixture.stopBeat(app);
  await record('2026-05-01T10:00:00Z');
  expect(await publisher.publish(stale, [occurrence], false)).toBe(false);
  expect(await occurrences()).toMatchObject([{ published_at: null }]);
});

it('keeps an occurrence that no queue takes, without telling the journal that it was refused', async () => {
  const beat = await fixture.startBeat();
  await fixture.broker.deleteQueue(fixture.broker.names.queue('email'));
  await fixture.addSchedule('test', '* * * * * *', { task_name: 'email.cleanup_old_notifications' });
  await until('two instants', async () => (await occurrences()).length >= 2);
  await fixture.db.updateTable('schedules').set({ enabled: false }).where('id', '=', 'test').execute();
  await until('it is told that one is unsent', async () => (await gauge(beat, 'unsent')) > 1);
  expect(await gauge(beat, 'overdue')).toBe(0);
  await fixture.broker.connection('declares the queue again').start();
  await until('all are published', async () =>
    (await occurrences()).every(({ published_at }) => published_at !== null),
  );
  expect(await gauge(beat, 'unsent')).toBe(0);
  expect(await fixture.broker.ready(fixture.broker.names.queue('email'))).toBe((await occurrences()).length);
  expect(journal.filter(({ type }) => type === 'refused')).toEqual([]);
});

it('tells that a schedule is overdue while its leader hangs', async () => {
  const beats = [await fixture.startBeat(), await fixture.startBeat()];
  await fixture.leader();
  await fixture.addSchedule('test', '* * * * * *');
  await arrived(1);
  expect(await gauge(beats[0], 'overdue')).toBeLessThan(60);
  await fixture.db.transaction().execute(async (trx) => {
    await trx.selectFrom('schedules').select('id').where('id', '=', 'test').forUpdate().execute();
    for (const beat of beats) {
      await until('it is told', async () => (await gauge(beat, 'overdue')) > 1.5);
    }
  });
  await until('it is made up for', async () => (await gauge(beats[0], 'overdue')) < 1);
});

it.each([
  ['whose cron expression is none', { cron: 'now and then' }, { cron: '* * * * * *' }],
  ['whose task is unknown', { task_name: 'default.nothing' }, { task_name: debugTask.name }],
])('sets a schedule aside %s, until it is corrected', async (_, wrong, right) => {
  await fixture.startBeat();
  await fixture.addSchedule('good', '* * * * * *');
  await fixture.addSchedule('test', '* * * * * *', wrong);
  await until('it is set aside', async () => (await schedule()).next_due_at === Infinity);
  await arrived(1);
  expect(await occurrences()).toEqual([]);
  await fixture.db.updateTable('schedules').set(right).where('id', '=', 'test').execute();
  await until('it fires', async () => (await occurrences()).length > 0);
});

it('does not make up for the time in which a schedule was paused', async () => {
  await fixture.stopBeat(await fixture.startBeat());
  await fixture.addSchedule('test', '* * * * * *', {
    enabled: false,
    next_due_at: new Date(Date.now() - 30_000),
  });
  await fixture.startBeat();
  const resumedAt = Date.now();
  await fixture.db.updateTable('schedules').set({ enabled: true }).where('id', '=', 'test').execute();
  await arrived(1);
  expect((await occurrences())[0]?.due_at.getTime()).toBeGreaterThan(resumedAt);
});

it('goes on after PostgreSQL dropped every connection', async () => {
  await fixture.startBeat();
  await fixture.addSchedule('test', '* * * * * *');
  await arrived(1);
  await fixture.database.disconnectBeats();
  await arrived(4);
  await fixture.stopBeats();
  const rows = await occurrences();
  const seconds = rows.map(
    ({ due_at }) => due_at.getTime() / 1_000 - (rows[0]?.due_at.getTime() ?? 0) / 1_000,
  );
  expect(seconds).toEqual(rows.map((_, index) => index));
});

it('records nothing without a broker, and goes on with it', async () => {
  await fixture.startBeat();
  await fixture.addSchedule('test', '* * * * * *');
  await arrived(1);
  fixture.broker.proxy.cut();
  const count = fixture.inbox.received.length;
  await arrived(count + 2);
});

it('forgets what was published long ago', async () => {
  const app = await fixture.startBeat();
  await fixture.leader();
  await addIdle();
  await record('2026-05-01T10:00:00Z');
  await record('2026-05-02T10:00:00Z');
  await fixture.db
    .updateTable('occurrences')
    .set({ published_at: new Date('2026-05-01T10:00:01Z') })
    .where('due_at', '<', new Date('2026-05-02'))
    .execute();
  await app.get(OccurrenceLoop).prune();
  expect(await occurrences()).toMatchObject([{ due_at: new Date('2026-05-02T10:00:00Z') }]);
});

it('tells when nobody leads', async () => {
  const app: INestApplication = await fixture.startBeat();
  await fixture.leader();
  const leader = async () => Object.assign({}, ...(await app.get(HealthRegistry).probe())).leader;
  expect(await leader()).toMatchObject({ status: 'up' });
  await fixture.db
    .withTables<{ leases: { name: string } }>()
    .updateTable('leases')
    .set({ name: 'nobody' })
    .execute();
  expect(await leader()).toMatchObject({ status: 'down', message: expect.stringContaining('no beat leads') });
});
