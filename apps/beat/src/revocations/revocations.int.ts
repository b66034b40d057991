import { newTaskId, type JournalEvent } from '@celerity/contracts';
import { JournalReader, Publisher, RevocationPublisher } from '@celerity/messaging';
import { until } from '@celerity/messaging/testing';
import { sql } from 'kysely';
import { BeatFixture } from '../testing/beat-fixture.js';

let fixture: BeatFixture;
let publisher: Publisher;
let revocations: RevocationPublisher;
let events: JournalEvent[];

beforeEach(async () => {
  fixture = await BeatFixture.create();
  const connection = fixture.broker.connection('gateway');
  publisher = new Publisher(connection);
  revocations = new RevocationPublisher(publisher, fixture.broker.names);
  events = [];
  const reader = new JournalReader(connection, {
    journal: fixture.broker.names.journal,
    prefetch: 10,
    position: async () => 0,
    onBatch: (batch, done) => {
      events.push(...batch.events);
      done();
    },
  });
  await connection.start();
  await reader.start();
});

afterEach(async () => {
  publisher.stop();
  await fixture.destroy();
});

const rows = () => fixture.db.selectFrom('timers').selectAll().execute();
const stored = (count: number) => until(`${count} rows`, async () => (await rows()).length === count);
const revokedEvents = (taskId: string) =>
  events.filter((event) => event.type === 'revoked' && event.task_id === taskId);
const isRevoked = (taskId: string) => until(`${taskId} ends`, () => revokedEvents(taskId).length > 0);

async function revoke(task_id: string): Promise<void> {
  const at = new Date().toISOString();
  await revocations.publish({ type: 'revoke_requested', task_id, at, by: 'admin', terminate: false });
}

it('takes the timers of a revoked task away, on whichever beat, and leaves the others', async () => {
  await Promise.all([fixture.startBeat(), fixture.startBeat()]);
  const gone = await fixture.delay(60_000);
  const retry = await fixture.delay(60_000, { attempt: 3, possibleDuplicate: true });
  const stays = await fixture.delay(60_000);
  await stored(3);
  await revoke(gone.taskId);
  await revoke(retry.taskId);
  await isRevoked(gone.taskId);
  await isRevoked(retry.taskId);
  expect(revokedEvents(retry.taskId)[0]).toMatchObject({ attempt: 3 });
  await stored(1);
  expect(await rows()).toMatchObject([{ task_id: stays.taskId }]);
});

it('does not revive a timer that comes after the revocation of its task', async () => {
  const early = newTaskId();
  await revoke(early);
  await fixture.startBeat();
  const known = () => sql<{ task_id: string }>`select task_id from beat.revocations`.execute(fixture.db);
  await until('it is known', async () => (await known()).rows.length === 1);
  await fixture.delay(10, { taskId: early });
  await isRevoked(early);
  expect(await rows()).toEqual([]);
  expect(fixture.inbox.of(early)).toEqual([]);
});

it('goes on where it stopped, and catches up with what was said meanwhile', async () => {
  const beat = await fixture.startBeat();
  const before = await fixture.delay(60_000);
  await stored(1);
  await fixture.stopBeat(beat);
  await revoke(before.taskId);
  await fixture.startBeat();
  await isRevoked(before.taskId);
  await stored(0);
  const { rows: positions } = await sql<{ next: number }>`
    select next_offset::float8 as next from beat.revocation_position`.execute(fixture.db);
  expect(positions[0]?.next).toBeGreaterThan(0);
});

it('recognises a revoked task when it is due, should it have slipped in', async () => {
  await fixture.startBeat();
  const slipped = await fixture.delay(60_000);
  await stored(1);
  // As by a beat that stored the timer while another one committed the revocation.
  await sql`insert into beat.revocations (task_id) values (${slipped.taskId})`.execute(fixture.db);
  await fixture.db.updateTable('timers').set({ due_at: new Date() }).execute();
  await isRevoked(slipped.taskId);
  await stored(0);
  expect(fixture.inbox.of(slipped.taskId)).toEqual([]);
});

it('leaves a timer that may have been published to its worker', async () => {
  await fixture.startBeat();
  const claimed = await fixture.delay(60_000);
  await stored(1);
  await fixture.db.updateTable('timers').set({ claims: 1 }).execute();
  await revoke(claimed.taskId);
  await fixture.db.updateTable('timers').set({ due_at: new Date() }).execute();
  await until('it arrives', () => fixture.inbox.of(claimed.taskId).length > 0);
  expect(fixture.inbox.of(claimed.taskId)[0]?.message.possibleDuplicate).toBe(true);
  expect(revokedEvents(claimed.taskId)).toEqual([]);
});

it.each(['comes before the revocation', 'comes after it'])(
  'leaves a copy to the workers whose attempt may run on one of them, when it %s',
  async (order) => {
    await fixture.startBeat();
    const known = () => sql`select from beat.revocations`.execute(fixture.db);
    const taskId = newTaskId();
    const roundTrip = () => fixture.delay(5_000, { taskId, possibleDuplicate: true });
    if (order === 'comes after it') await revoke(taskId);
    else {
      await roundTrip();
      await stored(1);
      await revoke(taskId);
    }
    await until('the revocation is known', async () => (await known()).rows.length === 1);
    if (order === 'comes after it') await roundTrip();
    await until('it arrives', () => fixture.inbox.of(taskId).length > 0);
    expect(fixture.inbox.of(taskId)[0]?.message.possibleDuplicate).toBe(true);
    await stored(0);
    expect(revokedEvents(taskId)).toEqual([]);
  },
);

it('goes on when PostgreSQL drops every connection', async () => {
  await fixture.startBeat();
  const delayed = await fixture.delay(60_000);
  await stored(1);
  await fixture.database.disconnectBeats();
  await revoke(delayed.taskId);
  await isRevoked(delayed.taskId);
  await stored(0);
});
