import { randomUUID } from 'node:crypto';
import { newTaskId, type DeadLetterSummary } from '@celerity/contracts';
import { encodeTask, submissionOf } from '@celerity/messaging';
import { until } from '@celerity/messaging/testing';
import { catalogue, type TaskDefinition } from '@celerity/contracts';
import { Client } from 'pg';
import { QueueStatistics } from '../statistics/queue-statistics.js';
import { EventsOf } from '@celerity/contracts/testing';
import { MonitorFixture, type Replica } from '../testing/monitor-fixture.js';
import { DeadLettersController } from './dead-letters.controller.js';
import { DeadTasks } from './dead-tasks.js';

let monitor: MonitorFixture;
let leader: Replica;

beforeEach(async () => {
  monitor = await MonitorFixture.create();
  leader = await monitor.startLeader();
});

afterEach(() => monitor?.destroy());

const testTask = catalogue.find('test_task') as TaskDefinition;
const letters = () => leader.app.get(DeadLettersController);
const list = async (filter: object = {}): Promise<readonly DeadLetterSummary[]> =>
  (await letters().list({ filter })).page.results;
const arrived = async (count: number) =>
  until(`${count} dead letters`, async () => (await list({ limit: 200 })).length === count);
const sole = async (): Promise<DeadLetterSummary> => {
  await arrived(1);
  return (await list())[0] as DeadLetterSummary;
};
const taskOf = async (task_id: string) => {
  const barrier_id = await monitor.barrier();
  return (await monitor.client.task({ task_id, barrier_id }, 10_000)).task;
};
const dead = () => monitor.broker.names.dead;

/** A message that any worker could run. */
function goodTask(kwargs: object = {}) {
  const message = submissionOf(testTask, { taskId: newTaskId(), args: [], kwargs: { ...kwargs } }).message;
  const { content, properties } = encodeTask(message);
  return { taskId: message.taskId, content, properties: { ...properties, messageId: message.taskId } };
}

it('takes in poison of every kind, with its cause, and fails the tasks that have a name', async () => {
  const { names } = monitor.broker;
  const queue = names.queue('finance');
  const json = { contentType: 'application/json' };
  const ids = Array.from({ length: 8 }, () => newTaskId());
  const huge = Object.fromEntries(Array.from({ length: 60 }, (_, n) => [`h${n}`, 'x'.repeat(1_000)]));
  const type = 'finance.check_pending_bills';
  const poison: [string | Buffer, object][] = [
    ['{not json', { ...json, messageId: ids[0], type }],
    ['[[], {}, {}]', { contentType: 'text/plain', messageId: ids[1], type }],
    ['[[], {}, {}]', { ...json, type }],
    [Buffer.from([0xff, 0x00, 0xfe]), { ...json, messageId: ids[2], type }],
    ['[[], {}, {}]', { ...json, messageId: ids[3], type, headers: huge }],
    ['{"protocol": 9}', { ...json, messageId: ids[4], headers: { lang: 'cobol', protocol: 9 } }],
    ['[[], {}, {}]', { ...json, messageId: ids[5], type: 'finance.no_such_task' }],
    ['\u0000', { messageId: ids[6], type: 'nul\u0000' }],
    ['', {}],
    [Buffer.alloc(3 * 1024 * 1024, 'a'), { ...json, messageId: ids[7], type }],
  ];
  const consumer = monitor.rejecting(queue);
  for (const [content, properties] of poison) await monitor.broker.publish(queue, content, properties);
  await arrived(poison.length);
  await consumer.close();

  const all = await list({ limit: 200 });
  expect(new Set(all.map((letter) => letter.queue))).toEqual(new Set(['finance']));
  expect(all.every(({ state, last_error }) => state === 'open' && last_error !== null)).toBe(true);
  const causes = new Map(all.map(({ task_id, cause }) => [task_id, cause]));
  for (const n of [0, 1, 2, 4, 6, 7]) expect([n, causes.get(ids[n] as string)]).toEqual([n, 'malformed']);
  expect(causes.get(ids[3] as string)).toBe('rejected');
  expect(causes.get(ids[5] as string)).toBe('unknown_task');
  for (const id of ids) {
    const task = await taskOf(id);
    expect([id, task?.status, typeof task?.error?.message]).toEqual([id, 'FAILURE', 'string']);
  }
  for (const { id } of all) {
    const { dead_letter } = await letters().show({ id });
    expect(JSON.stringify(dead_letter).length).toBeLessThan(120_000);
    expect(Object.keys(dead_letter?.headers ?? {})).toContain('x-death');
  }
  expect(await monitor.broker.ready(names.dead)).toBe(0);
});

it('reads what a worker of ours says about the death, and keeps the first error of the history', async () => {
  const { taskId, content, properties } = goodTask();
  const task = new EventsOf(taskId);
  await monitor.write(task.accepted(0), task.started(1), task.retry(1, 2));
  await monitor.broker.publish(dead(), content, {
    ...properties,
    headers: {
      attempt: 2,
      dead_reason: 'crashed',
      dead_queue: monitor.broker.names.queue('default'),
      dead_task_name: 'default.test_task',
      dead_attempts: 2,
      dead_error: JSON.stringify({ type: 'WorkerCrashed', message: 'twice' }),
    },
  });
  const letter = await sole();
  expect(letter).toMatchObject({
    task_id: taskId,
    task_name: 'default.test_task',
    queue: 'default',
    cause: 'crashed',
    attempts: 2,
    last_error: { type: 'WorkerCrashed', message: 'twice' },
  });
  await until('its task has failed', async () => (await taskOf(taskId))?.status === 'FAILURE');
  expect((await taskOf(taskId))?.error?.type).toBe('WorkerCrashed');
  expect((await list())[0]?.first_error).toMatchObject({ type: 'SmtpDown', message: 'attempt 1' });
});

it('leaves a task alone whose end, or whose next attempt, is journaled', async () => {
  const [ended, retried] = [goodTask(), goodTask()];
  const [first, second] = [new EventsOf(ended.taskId), new EventsOf(retried.taskId)];
  await monitor.write(first.accepted(0), first.succeeded(1, 2));
  await monitor.write(second.accepted(0), second.retry(1, 2));
  for (const { content, properties } of [ended, retried])
    await monitor.broker.publish(dead(), content, properties);
  await arrived(2);
  await until('both are acked', async () => (await monitor.broker.ready(dead())) === 0);
  expect((await taskOf(ended.taskId))?.status).toBe('SUCCESS');
  expect((await taskOf(retried.taskId))?.status).toBe('RETRY');
});

it('stores a message once when the monitor dies between store and ack', async () => {
  const { taskId, content, properties } = goodTask();
  // It is stored, and then this one comes no further.
  jest.spyOn(leader.app.get(DeadTasks), 'fail').mockReturnValue(new Promise(() => undefined));
  await monitor.broker.publish(dead(), 'no id', {});
  await arrived(1);
  await monitor.broker.publish(dead(), content, properties);
  const heir = await monitor.start();
  await leader.close();
  leader = heir;
  await until('its task has failed', async () => (await taskOf(taskId))?.status === 'FAILURE', 30_000);
  await until('nothing is left', async () => (await monitor.broker.ready(dead())) === 0);
  const rows = await monitor.database.query<{ arrivals: number }>(
    'select arrivals from monitor.dead_letters',
  );
  expect(rows).toEqual([{ arrivals: 1 }, { arrivals: 1 }]);
});

describe('replay', () => {
  it('sends a new task that names its origin, once, however often it is told', async () => {
    const { taskId, content, properties } = goodTask({ message: 'again' });
    await monitor.broker.publish(dead(), content, properties);
    const { id } = await sole();
    const answers = await Promise.all([1, 2, 3].map(() => letters().replay({ id, edits: {}, by: 'olga' })));
    const [answer] = answers;
    if (!answer || !('replayed' in answer)) throw new Error(JSON.stringify(answers));
    expect(answers).toEqual([answer, answer, answer]);
    const task = await taskOf(answer.replayed.task_id);
    expect(task).toMatchObject({
      task_name: 'default.test_task',
      status: 'PENDING',
      kwargs: { message: 'again' },
      retried_from: taskId,
      submitted_by: 'olga',
    });
    const { dead_letter } = await letters().show({ id });
    expect(dead_letter).toMatchObject({ state: 'replayed', resolved_by: 'olga', replayed_as: task?.task_id });
    expect(dead_letter?.replays).toMatchObject([{ replay: 1, by: 'olga', edited: false }]);
    expect(await letters().discard({ id, by: 'olga' })).toMatchObject({ refusal: { kind: 'conflict' } });
  });

  it('sends it once more only under the next number', async () => {
    const { content, properties } = goodTask();
    await monitor.broker.publish(dead(), content, properties);
    const { id } = await sole();
    const replay = (edits: object) => letters().replay({ id, edits, by: 'olga' });
    await replay({});
    expect(await replay({ kwargs: { message: 'other' } })).toMatchObject({ refusal: { kind: 'conflict' } });
    expect(await replay({ replay: 3 })).toMatchObject({
      refusal: { kind: 'unacceptable', problems: [{ field: 'replay' }] },
    });
    expect(await replay({ replay: 2, kwargs: { message: 'other' } })).toMatchObject({
      replayed: { replay: 2 },
    });
  });

  it('refuses what the contract does not take, naming the field, and takes the edit that mends it', async () => {
    await monitor.broker.publish(dead(), '{broken', {
      messageId: 'no-task-id',
      contentType: 'application/json',
    });
    const { id } = await sole();
    const problems = async (edits: object) => {
      const answer = await letters().replay({ id, edits, by: 'olga' });
      return 'refusal' in answer && answer.refusal.kind === 'unacceptable'
        ? answer.refusal.problems.map(({ field }) => field)
        : answer;
    };
    expect(await problems({})).toEqual(['task_name']);
    expect(await problems({ task_name: 'test_tsk', kwargs: {} })).toEqual(['task_name']);
    expect(await problems({ task_name: 'long_running_task' })).toEqual(['kwargs']);
    expect(await problems({ task_name: 'long_running_task', kwargs: { seconds: 'two' } })).toEqual([
      'kwargs.seconds',
    ]);
    expect(
      await problems({ task_name: 'long_running_task', kwargs: { seconds: 1 }, queue: 'email' }),
    ).toEqual(['queue']);
    const mended = await letters().replay({
      id,
      edits: { task_name: 'long_running_task', kwargs: { seconds: 1 } },
      by: 'olga',
    });
    if (!('replayed' in mended)) throw new Error(JSON.stringify(mended));
    expect(await taskOf(mended.replayed.task_id)).toMatchObject({
      task_name: 'default.long_running_task',
      retried_from: null,
      kwargs: { seconds: 1 },
    });
  });

  it('sends many by ids or by a filter, with a cap, and says what it could not', async () => {
    for (let n = 0; n < 5; n += 1) {
      const { content, properties } = goodTask();
      await monitor.broker.publish(dead(), content, properties);
    }
    await monitor.broker.publish(dead(), 'broken', {});
    await arrived(6);
    const byFilter = await letters().replayMany({
      batch: { filter: { task_name: 'test_task' }, limit: 2 },
      by: 'olga',
    });
    expect(byFilter.outcomes).toMatchObject({ done: 2, refused: 0, left: 3 });
    const rest = (await list({ state: 'open' })).map(({ id }) => id);
    const byIds = await letters().replayMany({ batch: { ids: [...rest, randomUUID()] }, by: 'olga' });
    expect(byIds.outcomes).toMatchObject({ done: 3, refused: 2, left: 0 });
    const discarded = await letters().discardMany({ batch: { filter: {} }, by: 'ada' });
    expect(discarded.outcomes).toMatchObject({ done: 1, refused: 0 });
    expect((await list({ state: 'discarded' }))[0]).toMatchObject({ resolved_by: 'ada' });
    expect(await list({ state: 'open' })).toEqual([]);
  });

  it('is sent by the leader when whoever decided it died before', async () => {
    const { content, properties } = goodTask();
    await monitor.broker.publish(dead(), content, properties);
    const { id } = await sole();
    const taskId = randomUUID();
    await monitor.database.query(
      `insert into monitor.dead_letter_replays
        (dead_letter_id, replay, task_id, task_name, args, kwargs, edited, replayed_by, replayed_at)
        values ($1, 1, $2, 'default.test_task', '[]', '{}', false, 'olga', now() - interval '1 hour')`,
      [id, taskId],
    );
    await until('it is accepted', async () => (await taskOf(taskId))?.status === 'PENDING', 20_000);
    await until(
      'it is marked as sent',
      async () =>
        (await monitor.database.query('select 1 from monitor.dead_letter_replays where sent_at is null'))
          .length === 0,
    );
  });
});

it('discards with a record, harmlessly twice, and never replays what was discarded', async () => {
  await monitor.broker.publish(dead(), 'broken', {});
  const { id } = await sole();
  for (const _ of [1, 2])
    expect(await letters().discard({ id, by: 'ada' })).toMatchObject({ discarded: { state: 'discarded' } });
  expect(await letters().replay({ id, edits: {}, by: 'olga' })).toMatchObject({
    refusal: { kind: 'conflict' },
  });
  expect(await letters().discard({ id: randomUUID(), by: 'ada' })).toEqual({
    refusal: { kind: 'not_found' },
  });
});

it('does not say of one that is being replayed at the same moment that it was discarded', async () => {
  const task = goodTask();
  await monitor.broker.publish(dead(), task.content, task.properties);
  const letter = await sole();
  const replaying = new Client({ connectionString: monitor.database.url });
  await replaying.connect();
  try {
    // As a replay does, up to the moment before its commit.
    await replaying.query('begin');
    await replaying.query(`update monitor.dead_letters set state = 'replayed' where id = $1`, [letter.id]);
    const discarded = letters().discard({ id: letter.id, by: 'bob' });
    await until('the discard waits', async () => {
      const waiting = await monitor.database.query(`select from pg_stat_activity
        where datname = current_database() and wait_event_type = 'Lock'`);
      return waiting.length > 0;
    });
    await replaying.query('commit');
    expect(await discarded).toMatchObject({ refusal: { kind: 'conflict' } });
  } finally {
    await replaying.end();
  }
});

it('learns decisions from the journal that its tables do not have', async () => {
  await monitor.broker.publish(dead(), 'broken', {});
  const { id } = await sole();
  const at = new Date().toISOString();
  await monitor.write({
    type: 'dead_letter_discarded',
    dead_letter_id: id,
    origin_task_id: null,
    at,
    by: 'ada',
  });
  await monitor.projected();
  expect((await list())[0]).toMatchObject({ state: 'discarded', resolved_by: 'ada', resolved_at: at });
});

it('lists page by page and counts the open ones for Prometheus', async () => {
  for (let n = 0; n < 5; n += 1) await monitor.broker.publish(dead(), `broken ${n}`, {});
  await arrived(5);
  const seen: string[] = [];
  let cursor: string | null = null;
  do {
    const { page } = await letters().list({ filter: { limit: 2, ...(cursor ? { cursor } : {}) } });
    seen.push(...page.results.map(({ id }) => id));
    cursor = page.next_cursor;
    expect(page.count).toBe(5);
  } while (cursor);
  expect(new Set(seen).size).toBe(5);
  expect((await list({ cause: 'nonsense' })).length).toBe(0);
  const ofFinance = {
    headers: { dead_queue: monitor.broker.names.queue('finance'), dead_reason: 'crashed' },
  };
  await monitor.broker.publish(dead(), 'broken', ofFinance);
  await arrived(6);
  const queues = await leader.app.get(QueueStatistics).all();
  expect(queues.find(({ name }) => name === 'finance')?.dead_letters).toBe(1);
  const { text } = await leader.get('/metrics');
  expect(text).toContain('celerity_dead_letters_open{queue="other",service="monitor"} 5');
});
