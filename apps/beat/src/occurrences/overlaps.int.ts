import type { INestApplication } from '@nestjs/common';
import type { OverlapPolicy } from '@celerity/contracts';
import { until } from '@celerity/messaging/testing';
import { BeatFixture } from '../testing/beat-fixture.js';
import { ToldMonitor } from '../testing/told-monitor.js';
import { OccurrenceStore } from './occurrence-store.js';

let fixture: BeatFixture;
let monitor: ToldMonitor;

let beat: INestApplication;

beforeEach(async () => {
  fixture = await BeatFixture.create();
  beat = await fixture.startBeat();
  monitor = await ToldMonitor.start(fixture.broker);
});

afterEach(async () => {
  await monitor.stop();
  await fixture.destroy();
});

const addEverySecond = (overlap: OverlapPolicy) => fixture.addSchedule('test', '* * * * * *', { overlap });
const ids = () => fixture.inbox.received.map(({ message }) => message.taskId);
const arrived = (count: number) => until(`${count} tasks`, () => ids().length >= count, 60_000);
/** In order. Not those of the shipped schedules, of which one fires at the turn of a minute. */
const occurrences = () =>
  fixture.db
    .selectFrom('occurrences')
    .selectAll()
    .where('schedule_id', '=', 'test')
    .orderBy('due_at')
    .execute();
const inState = async (wanted: 'held' | 'skipped') =>
  (await occurrences()).filter(({ state }) => state === wanted).length;
const skippedCount = async () => {
  const row = await fixture.db
    .selectFrom('schedules')
    .select('skipped_count')
    .where('id', '=', 'test')
    .executeTakeFirstOrThrow();
  return row.skipped_count;
};

it('passes over instants while the former task runs, and fires when it has ended', async () => {
  await addEverySecond('skip');
  await until('two are skipped', async () => (await inState('skipped')) >= 2);
  expect(ids()).toHaveLength(1);
  expect(await skippedCount()).toBeGreaterThanOrEqual(2);
  monitor.states.set(ids()[0] ?? '', 'SUCCESS');
  await arrived(2);
  expect(new Set(ids()).size).toBe(2);
});

it('lets instants wait for the former task, and fires them one by one, in order', async () => {
  await addEverySecond('queue');
  await until('three wait', async () => (await inState('held')) >= 3);
  expect(ids()).toHaveLength(1);
  await fixture.db.updateTable('schedules').set({ enabled: false }).where('id', '=', 'test').execute();
  monitor.states.set(ids()[0] ?? '', 'FAILURE');
  await arrived(2);
  expect(ids()).toHaveLength(2);
  monitor.otherwise = 'REVOKED';
  await until('none waits', async () => (await inState('held')) === 0);
  const rows = await occurrences();
  await arrived(rows.length);
  expect(ids()).toEqual(rows.map(({ task_id }) => task_id));
  expect(await inState('skipped')).toBe(0);
}, 120_000);

it('sends those that were let go when PostgreSQL failed, although nothing more is due', async () => {
  await addEverySecond('queue');
  await until('three wait', async () => (await inState('held')) >= 3);
  await fixture.db.updateTable('schedules').set({ enabled: false }).where('id', '=', 'test').execute();
  const store = beat.get(OccurrenceStore);
  jest.spyOn(store, 'markPublished').mockRejectedValueOnce(new Error('the connection was lost'));
  monitor.otherwise = 'SUCCESS';
  await until('none waits', async () => (await inState('held')) === 0, 60_000);
  const rows = await occurrences();
  await until('all are sent', () => new Set(ids()).size === rows.length, 60_000);
  expect([...new Set(ids())]).toEqual(rows.map(({ task_id }) => task_id));
}, 120_000);

it('waits while nobody can tell, without holding up other schedules', async () => {
  await addEverySecond('skip');
  await arrived(1);
  monitor.otherwise = 'SUCCESS';
  await monitor.stop();
  await fixture.addSchedule('other', '* * * * * *');
  await until('three wait', async () => (await inState('held')) >= 3);
  expect(await inState('skipped')).toBe(0);
  await until('the other one goes on', async () => {
    const others = await fixture.db
      .selectFrom('occurrences')
      .selectAll()
      .where('schedule_id', '=', 'other')
      .where('published_at', 'is not', null)
      .execute();
    return others.length >= 2;
  });
  expect(await inState('skipped')).toBe(0);
  monitor = await ToldMonitor.start(fixture.broker);
  monitor.otherwise = 'SUCCESS';
  await until('all are decided', async () => (await inState('held')) === 0);
}, 60_000);
