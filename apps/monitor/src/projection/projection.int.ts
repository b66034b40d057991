import { until } from '@celerity/messaging/testing';
import { at, EventsOf } from '@celerity/contracts/testing';
import { MonitorFixture, type Replica } from '../testing/monitor-fixture.js';

let monitor: MonitorFixture;
let replica: Replica;

beforeAll(async () => {
  monitor = await MonitorFixture.create();
  replica = await monitor.startLeader();
});

afterAll(() => monitor?.destroy());

const wholeRun = (task: EventsOf) => [
  task.accepted(0),
  task.started(5),
  task.progressed(6, 50),
  task.succeeded(5, 9),
];

async function rowOf(task: EventsOf): Promise<Record<string, unknown> | undefined> {
  return (await monitor.database.query('select * from monitor.tasks where task_id = $1', [task.task_id]))[0];
}

it('takes a task from the journal to the answer of a query', async () => {
  const task = new EventsOf();
  await monitor.write(...wholeRun(task));
  const barrier_id = await monitor.barrier();
  const answer = await monitor.client.task({ task_id: task.task_id, barrier_id }, 5_000);
  expect(answer.projected_offset).toBeGreaterThan(0);
  expect(answer.task).toEqual({
    task_id: task.task_id,
    task_name: 'default.test_task',
    queue: 'default',
    status: 'SUCCESS',
    args: ['one'],
    kwargs: { two: 2 },
    result: { done: true },
    error: null,
    progress: { current: 50, total: 100, percent: 50, description: 'step 50' },
    attempt: 1,
    max_retries: 3,
    priority: 5,
    eta: null,
    expires: null,
    soft_time_limit: null,
    time_limit: null,
    revoke_requested_at: null,
    submitted_at: at(0),
    started_at: at(5),
    finished_at: at(9),
    duration_ms: 4,
    worker: 'w1',
    attempts: [
      {
        attempt: 1,
        state: 'SUCCESS',
        worker: 'w1',
        started_at: at(5),
        finished_at: at(9),
        next_at: null,
        error: null,
      },
    ],
    root_id: task.task_id,
    parent_id: null,
    schedule: null,
    retried_from: null,
    trace_id: null,
    submitted_by: 'admin',
  });
});

it('keeps arguments while a task goes on in later transactions', async () => {
  const task = new EventsOf();
  for (const event of [...wholeRun(task)]) {
    await monitor.write(event);
    await monitor.projected();
  }
  expect(await rowOf(task)).toMatchObject({
    state: 'SUCCESS',
    args: ['one'],
    kwargs: { two: 2 },
    result: { done: true },
    attempts: [{ attempt: 1, state: 'SUCCESS', worker: 'w1' }],
  });
});

it('is not changed by events that come again, in the same or in a later batch', async () => {
  const task = new EventsOf();
  const events = [...wholeRun(task), ...wholeRun(task)];
  await monitor.write(...events);
  await monitor.projected();
  const row = await rowOf(task);
  await monitor.write(...events);
  await monitor.projected();
  expect(await rowOf(task)).toEqual(row);
});

it('passes over what is no event, and stores text that PostgreSQL could not', async () => {
  const task = new EventsOf();
  await monitor.writeRaw('not json');
  await monitor.writeRaw(
    JSON.stringify([{ type: 'unheard_of' }, null, 7, task.accepted(0, { task_id: 'x' })]),
  );
  await monitor.write(task.accepted(0), { ...task.succeeded(1, 2), result: 'a\u0000b\ud800' });
  await monitor.projected();
  expect(await rowOf(task)).toMatchObject({ result: 'a\ufffdb\ufffd' });
  expect(replica.lines.join()).toContain('is unreadable');
  expect(replica.lines.join()).toContain('ignored 4 unreadable entries');
});

it('splits what is too large for one statement', async () => {
  const tasks = Array.from({ length: 12 }, () => new EventsOf());
  const text = 'x'.repeat(1_000_000);
  // Written while nobody reads, so that they are delivered together.
  await replica.close();
  await monitor.write(...tasks.flatMap((t) => [t.accepted(0), { ...t.succeeded(1, 2), result: text }]));
  replica = await monitor.startLeader();
  await monitor.projected();
  for (const task of tasks) expect(await rowOf(task)).toMatchObject({ state: 'SUCCESS', result: text });
});

it('goes on when its database connections are cut, and loses nothing', async () => {
  const tasks = Array.from({ length: 200 }, () => new EventsOf());
  let cut = 0;
  for (const [n, task] of tasks.entries()) {
    await monitor.write(...wholeRun(task));
    if (n % 50 === 25) cut += await monitor.database.cutConnections();
  }
  expect(cut).toBeGreaterThan(0);
  await until('all are final', async () => (await countOf(tasks)) === tasks.length);
  await until('it is ready', async () => (await replica.get('/health/ready')).status === 200);
  // The listener has come back too.
  await monitor.projected();
});

it('goes on when its broker connections are cut, and loses nothing', async () => {
  const tasks = Array.from({ length: 200 }, () => new EventsOf());
  for (const [n, task] of tasks.entries()) {
    await monitor.write(...wholeRun(task));
    if (n % 70 === 35) monitor.broker.proxy.cut();
  }
  await until('all are final', async () => (await countOf(tasks)) === tasks.length);
  await until('it is ready', async () => (await replica.get('/health/ready')).status === 200);
});

it('ends with its position where the journal ends, and starts there again', async () => {
  const offset = await monitor.projected();
  await replica.close();
  replica = await monitor.startLeader();
  const task = new EventsOf();
  await monitor.write(...wholeRun(task));
  expect(await monitor.projected()).toBeGreaterThan(offset);
  expect(await rowOf(task)).toMatchObject({ state: 'SUCCESS' });
});

async function countOf(tasks: readonly EventsOf[]): Promise<number> {
  const ids = tasks.map(({ task_id }) => task_id);
  const rows = await monitor.database.query<{ n: string }>(
    `select count(*) as n from monitor.tasks where task_id = any($1::uuid[]) and state = 'SUCCESS'`,
    [ids],
  );
  return Number(rows[0]?.n);
}
