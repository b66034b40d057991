import { debugTask, type NewSchedule, newTaskId, type ScheduleView } from '@celerity/contracts';
import { until } from '@celerity/messaging/testing';
import { BeatUnavailable, RefusedByBeat } from '@celerity/service';
import { BeatFixture } from '../testing/beat-fixture.js';

let fixture: BeatFixture;

beforeAll(async () => {
  fixture = await BeatFixture.create();
  await Promise.all([fixture.startBeat(), fixture.startBeat()]);
  await until('a beat answers', () =>
    fixture.client.schedules({ filter: {} }).then(
      () => true,
      (error: unknown) => !(error instanceof BeatUnavailable),
    ),
  );
});

afterAll(async () => {
  await fixture.destroy();
});

let made = 0;

/** A schedule of a test's own that does not fire during it. */
const create = (more: Partial<NewSchedule> = {}): Promise<ScheduleView> => {
  made += 1;
  const rule = more.cron || more.every_seconds || more.once_at ? {} : { cron: '0 0 1 1 *' };
  const schedule = { id: `test-${made}`, task_name: 'debug_task', ...rule, ...more };
  return fixture.client.createSchedule({ schedule, actor: 'ann' });
};

const refusal = (asked: Promise<unknown>) =>
  asked.then(
    () => null,
    (error: unknown) => {
      if (error instanceof RefusedByBeat) return error.refusal;
      throw error;
    },
  );

const sentBy = (id: string) =>
  fixture.db.selectFrom('occurrences').selectAll().where('schedule_id', '=', id).orderBy('due_at').execute();

it('creates a schedule with everything that can be said of it, and finds it', async () => {
  const said = {
    description: 'for the test',
    cron: '*/5 9-17 * * 1-5',
    timezone: 'Europe/Berlin',
    starts_at: '2030-01-01T00:00:00.000Z',
    ends_at: '2031-01-01T00:00:00.000Z',
    kwargs: {},
    priority: 7,
    queue: 'default',
    expires_seconds: 60,
    misfire: 'fire_all',
    misfire_max: 7,
    overlap: 'queue',
    jitter_seconds: 3.5,
  } as const;
  const schedule = await create(said);
  expect(schedule).toMatchObject({
    ...said,
    task_name: debugTask.name,
    status: 'active',
    version: 1,
    source: 'user',
    next_due_at: '2030-01-01T08:00:00.000Z',
    last: null,
  });
  expect(await fixture.client.schedule({ id: schedule.id })).toEqual(schedule);
  const page = await fixture.client.schedules({ filter: { q: 'FOR THE', limit: 1 } });
  expect(page).toEqual({ count: 1, results: [schedule], next_cursor: null });
});

it('goes through the list page by page', async () => {
  await create();
  const ids: string[] = [];
  let cursor: string | undefined;
  do {
    const filter = { limit: 3, ...(cursor ? { cursor } : {}) };
    const page = await fixture.client.schedules({ filter });
    ids.push(...page.results.map(({ id }) => id));
    cursor = page.next_cursor ?? undefined;
  } while (cursor);
  expect(ids).toEqual([...new Set(ids)].sort());
  expect(ids.length).toBe((await fixture.client.schedules({ filter: { limit: 200 } })).count);
});

it.each([
  ['an impossible date', { cron: '0 0 30 2 *' }, 'cron'],
  ['a cron bomb', { cron: `${'*/1,'.repeat(45)}* * * * *` }, 'cron'],
  ['seven fields', { cron: '* * * * * * *' }, 'cron'],
  ['an unknown zone', { cron: '* * * * *', timezone: 'Mars/Olympus' }, 'timezone'],
  ['no rule', { cron: null, every_seconds: null }, 'cron'],
  ['two rules', { cron: '* * * * *', every_seconds: 5 }, 'cron'],
  ['a jitter of ten thousand years', { jitter_seconds: 3.2e11 }, 'jitter_seconds'],
  ['an interval of nothing', { every_seconds: 0 }, 'every_seconds'],
  ['an instant that has passed', { once_at: '2020-01-01T00:00:00Z' }, 'once_at'],
  ['an instant in eight thousand years', { once_at: '9999-01-01T00:00:00Z' }, 'once_at'],
  [
    'an end before the start',
    { starts_at: '2031-01-01T00:00:00Z', ends_at: '2030-01-01T00:00:00Z' },
    'ends_at',
  ],
  ['an end that leaves nothing', { ends_at: '2026-01-01T00:00:00Z' }, 'ends_at'],
  ['an unknown task', { task_name: 'debug_tsk' }, 'task_name'],
  ['an argument that the task does not take', { kwargs: { colour: 'red' } }, 'kwargs.colour'],
  ['another queue', { queue: 'email' }, 'queue'],
  ['an unknown policy', { misfire: 'sometimes' as 'skip' }, 'misfire'],
  ['a bad name', { id: '../etc' }, 'id'],
])('refuses %s, naming the field, in a moment', async (_, wrong, field) => {
  const rule = 'cron' in wrong || 'every_seconds' in wrong || 'once_at' in wrong ? {} : { cron: '* * * * *' };
  const schedule = { id: 'wrong', task_name: 'debug_task', ...rule, ...wrong } as NewSchedule;
  const answer = await refusal(fixture.client.createSchedule({ schedule, actor: 'ann' }));
  expect(answer).toMatchObject({ code: 'invalid', problems: [expect.objectContaining({ field })] });
  expect(await refusal(fixture.client.schedule({ id: 'wrong' }))).toMatchObject({ code: 'unknown_schedule' });
});

it('edits only what is named, and keeps who changed what', async () => {
  const { id } = await create({ priority: 3, description: 'old' });
  const edited = await fixture.client.editSchedule({
    id,
    actor: 'bob',
    version: 1,
    changes: { every_seconds: 90, description: null },
  });
  expect(edited).toMatchObject({ version: 2, cron: null, every_seconds: 90, priority: 3, description: null });
  await fixture.client.pauseSchedule({ id, actor: 'cid' });
  const { results } = await fixture.client.scheduleChanges({ id });
  expect(results).toMatchObject([
    { actor: 'cid', action: 'paused', version: 3, before: { enabled: true }, after: { enabled: false } },
    {
      actor: 'bob',
      action: 'edited',
      version: 2,
      before: { cron: '0 0 1 1 *', every_seconds: null, description: 'old' },
      after: { cron: null, every_seconds: 90, description: null },
    },
    { actor: 'ann', action: 'created', version: 1, before: null, after: { priority: 3 } },
  ]);
});

it('lets only the one of two editors win who saw the present version', async () => {
  const { id } = await create();
  const edit = (priority: number) =>
    refusal(fixture.client.editSchedule({ id, actor: 'ann', version: 1, changes: { priority } }));
  const answers = await Promise.all([edit(1), edit(2), edit(3)]);
  expect(answers.filter((answer) => answer === null)).toHaveLength(1);
  expect(answers.filter((answer) => answer?.code === 'version_conflict')).toHaveLength(2);
});

it('makes a schedule of one name once, however many ask at once', async () => {
  const ask = () => refusal(create({ id: 'only-once' }));
  const answers = await Promise.all([ask(), ask(), ask()]);
  expect(answers.filter((answer) => answer === null)).toHaveLength(1);
  expect(answers.filter((answer) => answer?.code === 'exists')).toHaveLength(2);
});

it('deletes, and lets a new one take the name, whose versions go on', async () => {
  const { id } = await create();
  await fixture.client.deleteSchedule({ id, actor: 'ann' });
  expect(await refusal(fixture.client.schedule({ id }))).toMatchObject({ code: 'unknown_schedule' });
  expect(await refusal(fixture.client.pauseSchedule({ id, actor: 'ann' }))).toMatchObject({
    code: 'unknown_schedule',
  });
  expect(await create({ id, priority: 1 })).toMatchObject({ version: 3, priority: 1 });
  const { results } = await fixture.client.scheduleChanges({ id });
  expect(results.map(({ action }) => action)).toEqual(['created', 'deleted', 'created']);
});

it('fires an interval, stops at once when paused, and makes up for nothing when resumed', async () => {
  const { id } = await create({ every_seconds: 1 });
  await until('two instants', async () => (await sentBy(id)).length >= 2);
  await fixture.client.pauseSchedule({ id, actor: 'ann' });
  const paused = await sentBy(id);
  const gaps = paused.map(
    ({ due_at }, index) => due_at.getTime() - (paused[0]?.due_at.getTime() ?? 0) - index * 1_000,
  );
  expect(gaps.every((gap) => gap === 0)).toBe(true);
  const { updated_at } = await fixture.client.resumeSchedule({ id, actor: 'ann' });
  await until('a further instant', async () => (await sentBy(id)).length > paused.length);
  expect((await sentBy(id)).at(paused.length)?.due_at.getTime()).toBeGreaterThan(Date.parse(updated_at) - 50);
  await fixture.client.deleteSchedule({ id, actor: 'ann' });
});

it('fires a one-off once, a moment from now, and has ended then', async () => {
  const soon = new Date(Date.now() + 1_500).toISOString();
  const { id } = await create({ once_at: soon, jitter_seconds: 0.5, expires_seconds: 30 });
  await until('it has ended', async () => (await fixture.client.schedule({ id })).status === 'finished');
  const view = await fixture.client.schedule({ id });
  expect(view).toMatchObject({ next_due_at: null, overdue_seconds: 0, last: { due_at: soon } });
  const taskId = view.last?.task_id ?? '';
  await until('its task', () => fixture.inbox.of(taskId).length === 1);
  const [{ at = 0, message } = {}] = fixture.inbox.of(taskId);
  expect(at).toBeGreaterThanOrEqual(Date.parse(soon) - 1);
  expect(Date.parse(message?.expires ?? '')).toBeGreaterThan(Date.parse(soon) + 29_000);
});

it('tells the next instants in UTC and in local time', async () => {
  const { id } = await create({
    cron: '30 2 * * *',
    timezone: 'Europe/Berlin',
    starts_at: '2030-03-30T00:00:00Z',
  });
  expect(await fixture.client.nextOccurrences({ id, count: 3 })).toEqual({
    timezone: 'Europe/Berlin',
    results: [
      { due_at: '2030-03-30T01:30:00.000Z', local: '2030-03-30T02:30:00.000+01:00' },
      { due_at: '2030-03-31T01:00:00.000Z', local: '2030-03-31T03:00:00.000+02:00' },
      { due_at: '2030-04-01T00:30:00.000Z', local: '2030-04-01T02:30:00.000+02:00' },
    ],
  });
});

it('previews a rule that no schedule has, and says what is wrong with one', async () => {
  const rule = { once_at: '2030-03-31T01:00:00Z', timezone: 'Europe/Berlin' };
  expect(await fixture.client.previewSchedule({ preview: rule })).toEqual({
    timezone: 'Europe/Berlin',
    results: [{ due_at: '2030-03-31T01:00:00.000Z', local: '2030-03-31T03:00:00.000+02:00' }],
  });
  const { results } = await fixture.client.previewSchedule({ preview: { cron: '* * * * *', count: 3 } });
  expect(results).toHaveLength(3);
  for (const [preview, field] of [
    [{ cron: '61 * * * *' }, 'cron'],
    [{ cron: '* * * * *', timezone: 'Mars/Base' }, 'timezone'],
    [{ cron: '* * * * *', every_seconds: 5 }, 'cron'],
    [{}, 'cron'],
    [{ every_seconds: 0 }, 'every_seconds'],
  ] as const)
    await expect(fixture.client.previewSchedule({ preview })).rejects.toMatchObject({
      refusal: { code: 'invalid', problems: [{ field }] },
    });
});

it('gives what is to be sent when it is run by hand, and remembers who did', async () => {
  const { id } = await create({ priority: 9, expires_seconds: 5 });
  const task_id = newTaskId();
  const task = await fixture.client.runSchedule({ id, actor: 'dan', task_id });
  expect(task).toEqual({ task_name: debugTask.name, args: [], kwargs: {}, priority: 9, expires_seconds: 5 });
  const { results } = await fixture.client.scheduleChanges({ id, limit: 1 });
  expect(results).toMatchObject([{ actor: 'dan', action: 'run', version: 1, after: { task_id } }]);
});
