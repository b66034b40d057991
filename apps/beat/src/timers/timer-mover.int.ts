import { type JournalEvent, newTaskId } from '@celerity/contracts';
import { JournalReader } from '@celerity/messaging';
import { until } from '@celerity/messaging/testing';
import { RefusedByBeat } from '@celerity/service';
import { BeatFixture } from '../testing/beat-fixture.js';

let fixture: BeatFixture;
const journal: JournalEvent[] = [];

beforeAll(async () => {
  fixture = await BeatFixture.create();
  await fixture.startBeat();
  await new JournalReader(fixture.connection, {
    journal: fixture.broker.names.journal,
    prefetch: 10,
    position: async () => 0,
    onBatch: (batch, done) => {
      journal.push(...batch.events);
      done();
    },
  }).start();
  await until('beat answers', () =>
    fixture.client.schedules({ filter: {} }).then(
      () => true,
      () => false,
    ),
  );
});

afterAll(() => fixture?.destroy());

const refusal = (asked: Promise<unknown>) =>
  asked.then(
    () => null,
    (error: unknown) => (error instanceof RefusedByBeat ? error.refusal : error),
  );
const move = (task_id: string, time: object) =>
  fixture.client.rescheduleTask({ task_id, actor: 'ann', ...time });

it('moves a delayed task to now, and says so in the journal', async () => {
  const { taskId } = await fixture.delay(3_600_000);
  const { eta } = await move(taskId, { countdown: 0 });
  await until('it arrives', () => fixture.inbox.of(taskId).length === 1);
  await until('the journal says so', () => journal.some((event) => event.type === 'rescheduled'));
  expect(journal.find((event) => event.type === 'rescheduled')).toMatchObject({
    task_id: taskId,
    attempt: 1,
    eta,
    by: 'ann',
  });
});

it('puts a task off: it does not come when it was due before', async () => {
  const moved = await fixture.delay(1_000);
  const eta = new Date(Date.now() + 3_600_000).toISOString();
  expect(await move(moved.taskId, { eta })).toEqual({ task_id: moved.taskId, eta });
  const other = await fixture.delay(1_500);
  await until('a later one arrives', () => fixture.inbox.of(other.taskId).length === 1);
  expect(fixture.inbox.of(moved.taskId)).toEqual([]);
});

it('leaves a copy alone whose attempt may run: it would be missing when its worker dies', async () => {
  const { taskId } = await fixture.delay(5_000, { possibleDuplicate: true });
  await until('it is stored', async () => {
    const rows = await fixture.db.selectFrom('timers').select('task_id').execute();
    return rows.some((row) => row.task_id === taskId);
  });
  expect(await refusal(move(taskId, { countdown: 3_600 }))).toMatchObject({ code: 'not_waiting' });
  await until('it arrives', () => fixture.inbox.of(taskId).length === 1);
});

it('refuses what does not wait, and what would never run', async () => {
  expect(await refusal(move(newTaskId(), { countdown: 5 }))).toMatchObject({ code: 'not_waiting' });
  const { taskId } = await fixture.delay(10);
  await until('it arrives', () => fixture.inbox.of(taskId).length === 1);
  expect(await refusal(move(taskId, { countdown: 5 }))).toMatchObject({ code: 'not_waiting' });
  const expires = new Date(Date.now() + 7_200_000).toISOString();
  const dying = await fixture.delay(3_600_000, { expires });
  expect(await refusal(move(dying.taskId, { countdown: 7_300 }))).toMatchObject({
    code: 'invalid',
    problems: [{ field: 'countdown' }],
  });
  expect(await refusal(move(dying.taskId, {}))).toMatchObject({ code: 'invalid' });
});
