import { join } from 'node:path';
import { occurrenceTaskId } from '@celerity/contracts';
import { until } from '@celerity/messaging/testing';
import { AppProcess } from '@celerity/service/testing/process';
import { BeatFixture } from '../testing/beat-fixture.js';

let fixture: BeatFixture;
let beats: AppProcess[];

beforeEach(async () => {
  fixture = await BeatFixture.create();
  beats = [];
});

afterEach(async () => {
  await Promise.all(beats.map((beat) => beat.kill()));
  await fixture.destroy();
});

function start(): AppProcess {
  const beat = AppProcess.start(join(__dirname, '../..'), fixture.environment);
  beats.push(beat);
  return beat;
}

const leases = () =>
  fixture.db
    .withTables<{ leases: { holder: string; term: number } }>()
    .selectFrom('leases')
    .selectAll()
    .execute();

/** The beat that leads in a term later than the given one. */
async function leaderAfter(term: number): Promise<AppProcess> {
  let found: AppProcess | undefined;
  await until('a leader', async () => {
    const [lease] = await leases().catch(() => []);
    if (lease && Number(lease.term) > term)
      found = beats.find(({ pid }) => lease.holder.split(':').at(-2) === String(pid));
    return found !== undefined;
  });
  return found as AppProcess;
}

const receivedAfter = (instant: number) =>
  until('the next task', () => fixture.inbox.received.some(({ at }) => at > instant));

it('loses and doubles no instant when leaders are paused and killed', async () => {
  start();
  const paused = await leaderAfter(0);
  await fixture.addSchedule('test', '* * * * * *');
  start();
  await receivedAfter(0);

  paused.send('SIGSTOP');
  const killed = await leaderAfter(1);
  await receivedAfter(Date.now());
  paused.send('SIGCONT');
  await receivedAfter(Date.now());

  const killedAt = Date.now();
  await killed.kill();
  await leaderAfter(2);
  await receivedAfter(killedAt + 50);
  expect(fixture.inbox.received.find(({ at }) => at > killedAt + 50)?.at).toBeLessThan(killedAt + 5_000);

  await receivedAfter(Date.now());
  expect(await paused.stop()).toBe(0);
  await expectEverySecondOnce();
}, 60_000);

/** A copy of a task that may have been published before is flagged; unflagged there is one at most. */
async function expectEverySecondOnce(): Promise<void> {
  const rows = await fixture.db
    .selectFrom('occurrences')
    .select(['due_at', 'published_at'])
    .where('schedule_id', '=', 'test')
    .orderBy('due_at')
    .execute();
  const first = rows[0]?.due_at.getTime() ?? 0;
  const last = rows.at(-1)?.due_at.getTime() ?? 0;
  const expected = new Set<string>();
  for (let at = first; at <= last; at += 1_000)
    expected.add(occurrenceTaskId('test', new Date(at).toISOString()));
  const tasks = () => fixture.inbox.received.map(({ message }) => message);
  await until('the last task', () => new Set(tasks().map(({ taskId }) => taskId)).size >= expected.size);
  expect(new Set(tasks().map(({ taskId }) => taskId))).toEqual(expected);
  expect(rows).toHaveLength(expected.size);
  const unflagged = tasks().filter(({ possibleDuplicate }) => !possibleDuplicate);
  expect(new Set(unflagged.map(({ taskId }) => taskId)).size).toBe(unflagged.length);
}
