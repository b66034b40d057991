import type { TaskFilter, TaskPage, TaskView } from '@celerity/contracts';
import { MonitorUnavailable, QueryRefused } from '@celerity/service';
import { at, EventsOf, WorkerEventsOf } from '@celerity/contracts/testing';
import { MonitorFixture } from '../testing/monitor-fixture.js';

let monitor: MonitorFixture;
const ended: EventsOf[] = [];
const waiting: EventsOf[] = [];

beforeAll(async () => {
  monitor = await MonitorFixture.create();
  await monitor.startLeader();
  for (let n = 0; n < 25; n += 1) {
    const done = new EventsOf();
    // Two of each end at the same instant: the cursor must tell them apart.
    const end = 1_000 + Math.floor(n / 2);
    await monitor.write(
      done.accepted(n, { queue: n % 5 === 0 ? 'email' : 'default' }),
      done.succeeded(n, end),
    );
    ended.push(done);
    const open = new EventsOf();
    await monitor.write(open.accepted(n, { args: [`bill ${n}%`], task_name: 'finance.check_pending_bills' }));
    waiting.push(open);
  }
  await monitor.write(
    (ended[0] as EventsOf).started(2_000, 2, 'w2'),
    (waiting[0] as EventsOf).started(50, 1, 'w9'),
  );
  await monitor.projected();
});

afterAll(() => monitor?.destroy());

const history = async (filter: TaskFilter) => (await monitor.client.taskHistory({ filter }, 5_000)).page;
const active = async (filter: TaskFilter) => (await monitor.client.activeTasks({ filter }, 5_000)).page;
const idsOf = (tasks: readonly (TaskView | EventsOf)[]) => tasks.map(({ task_id }) => task_id).sort();

async function allPages(ask: (filter: TaskFilter) => Promise<TaskPage>, limit: number): Promise<TaskView[]> {
  const found: TaskView[] = [];
  let cursor: string | null | undefined;
  do {
    const page = await ask(cursor ? { limit, cursor } : { limit });
    expect(page.results.length).toBeLessThanOrEqual(limit);
    found.push(...page.results);
    cursor = page.next_cursor;
  } while (cursor);
  return found;
}

async function refusal(asked: Promise<unknown>): Promise<unknown> {
  const error: unknown = await asked.then(
    () => null,
    (reason: unknown) => reason,
  );
  if (error instanceof QueryRefused) return { code: 'bad_request', ...error.problem };
  if (!(error instanceof MonitorUnavailable)) throw new Error(`no refusal: ${String(error)}`);
  return error.cause;
}

describe('lists', () => {
  it.each([1, 7, 25, 200])(
    'gives every final task once, the last ended first, in pages of %i',
    async (limit) => {
      const tasks = await allPages(history, limit);
      expect(idsOf(tasks)).toEqual(idsOf(ended));
      const ends = tasks.map(({ finished_at }) => finished_at);
      expect(ends).toEqual([...ends].sort().reverse());
    },
  );

  it('gives the active tasks, newest first', async () => {
    const tasks = await allPages(active, 10);
    expect(tasks.map(({ task_id }) => task_id)).toEqual(waiting.map(({ task_id }) => task_id).reverse());
  });

  it('counts all that match, not only the page', async () => {
    expect((await history({ limit: 3 })).count).toBe(25);
    expect((await history({ queue: 'email', limit: 3 })).count).toBe(5);
  });

  it.each([
    [{ task_name: 'check_pending_bills' }, 25],
    [{ task_name: 'finance.check_pending_bills' }, 25],
    [{ task_name: 'nope' }, 0],
    [{ status: 'STARTED' as const }, 1],
    [{ worker: 'w9' }, 1],
    [{ since: at(20) }, 5],
    [{ until: at(20) }, 20],
    [{ since: '2030-01-01', until: '2030-01-01T00:00:00.010' }, 10],
    [{ q: 'BILL 7%' }, 1],
    [{ q: 'bill 1_' }, 0],
    [{ q: 'pending' }, 25],
    [{ q: "'; drop table tasks; --" }, 0],
    [{ q: 'a\u0000b' }, 0],
    [{ queue: 'finance', status: 'RETRY' as const, worker: 'x' }, 0],
  ])('filters by %j', async (filter: TaskFilter, expected) => {
    expect((await active(filter)).count).toBe(expected);
  });

  it('finds a task by its id, or a part of it', async () => {
    const { task_id } = ended[3] as EventsOf;
    expect(idsOf((await history({ q: task_id })).results)).toEqual([task_id]);
    expect(idsOf((await history({ q: task_id.slice(3, 30) })).results)).toEqual([task_id]);
  });

  it('names a bad field', async () => {
    expect(await refusal(history({ cursor: 'nonsense' }))).toEqual({
      code: 'bad_request',
      field: 'cursor',
      message: 'is not a cursor of this list: take it from next_cursor',
    });
    expect(await refusal(active({ limit: 0 }))).toMatchObject({ code: 'bad_request', field: 'limit' });
  });

  it('ends a page before it outgrows a message', async () => {
    const big = Array.from({ length: 8 }, () => new EventsOf());
    const result = 'x'.repeat(1_000_000);
    await monitor.write(
      ...big.flatMap((task) => [task.accepted(0, { queue: 'reports' }), { ...task.succeeded(1, 2), result }]),
    );
    await monitor.projected();
    const first = await history({ queue: 'reports', limit: 8 });
    expect(first.count).toBe(8);
    expect(first.results).toHaveLength(4);
    const second = await history({ queue: 'reports', limit: 8, cursor: first.next_cursor ?? '' });
    expect(idsOf([...first.results, ...second.results])).toEqual(idsOf(big));
    expect(second.next_cursor).toBeNull();
  });
});

describe('one task', () => {
  it('knows nothing of a stranger, and is not upset by an id that is none', async () => {
    expect((await monitor.client.task({ task_id: new EventsOf().task_id }, 5_000)).task).toBeNull();
    expect((await monitor.client.task({ task_id: 'x' }, 5_000)).task).toBeNull();
  });

  it('shows a task of which only the start is known', async () => {
    const task = new EventsOf();
    await monitor.write(task.started(1));
    await monitor.projected();
    const { task: view } = await monitor.client.task({ task_id: task.task_id }, 5_000);
    expect(view).toMatchObject({
      status: 'STARTED',
      task_name: '',
      args: [],
      kwargs: {},
      root_id: task.task_id,
    });
  });

  it('says so when a barrier is not projected in time', async () => {
    const query = { task_id: new EventsOf().task_id, barrier_id: 'never-written' };
    expect(await refusal(monitor.client.task(query, 8_000))).toEqual({
      code: 'not_projected',
      message: 'not projected yet',
    });
  });
});

describe('attemptSettled', () => {
  const settled = async (task: EventsOf, attempt: number) => {
    const query = { task_id: task.task_id, attempt, barrier_id: await monitor.barrier() };
    return (await monitor.client.attemptSettled(query, 5_000)).settled;
  };

  it('is not settled while it is unknown, waits or runs', async () => {
    const task = new EventsOf();
    expect(await settled(task, 1)).toBe(false);
    await monitor.write(task.accepted());
    expect(await settled(task, 1)).toBe(false);
    await monitor.write(task.started(1));
    expect(await settled(task, 1)).toBe(false);
  });

  it('is settled once its retry is journaled, but the next attempt is not', async () => {
    const task = new EventsOf();
    await monitor.write(task.accepted(), task.retry(1, 2));
    expect(await settled(task, 1)).toBe(true);
    expect(await settled(task, 2)).toBe(false);
    await monitor.write(task.started(9, 2));
    expect([await settled(task, 1), await settled(task, 2)]).toEqual([true, false]);
  });

  it('is settled when the task is final', async () => {
    const task = new EventsOf();
    await monitor.write(task.revoked(1));
    expect([await settled(task, 1), await settled(task, 7)]).toEqual([true, true]);
  });

  it('is not answered without a barrier', async () => {
    const query = { task_id: new EventsOf().task_id, attempt: 1, barrier_id: '' };
    expect(await refusal(monitor.client.attemptSettled(query, 5_000))).toMatchObject({ field: 'barrier_id' });
  });

  it('knows no attempt of what is no id', async () => {
    const query = { task_id: 'x', attempt: 1, barrier_id: await monitor.barrier() };
    expect((await monitor.client.attemptSettled(query, 5_000)).settled).toBe(false);
  });
});

describe('attemptStandings', () => {
  const standings = async (...asked: [task: EventsOf, attempt: number][]) => {
    const attempts = asked.map(([{ task_id }, attempt]) => ({ task_id, attempt }));
    const query = { attempts, barrier_id: await monitor.barrier() };
    return (await monitor.client.attemptStandings(query, 5_000)).standings;
  };
  const open = (crashes: number) => ({ standing: 'open', crashes });

  it('answers many questions in their order', async () => {
    const [waits, done, stranger] = [new EventsOf(), new EventsOf(), new EventsOf()];
    await monitor.write(waits.accepted(), done.succeeded(1, 2));
    expect(await standings([done, 1], [stranger, 1], [waits, 1], [new EventsOf('x'), 1], [done, 4])).toEqual([
      { standing: 'settled' },
      open(0),
      open(0),
      open(0),
      { standing: 'settled' },
    ]);
  });

  it('counts the workers that an attempt has outlived, not those that gave it back', async () => {
    const task = new EventsOf();
    await monitor.write(task.started(1, 1, 'w1'), task.started(5, 1, 'w2'), task.started(9, 1, 'w3'));
    await monitor.write(task.interrupted(5, 7, 1, 'w2'), task.started(9, 1, 'w3'));
    expect(await standings([task, 1], [task, 2])).toEqual([open(2), open(0)]);
  });

  it('knows an attempt that runs on a living worker, until that worker says goodbye', async () => {
    const [task, worker] = [new EventsOf(), new WorkerEventsOf()];
    const { worker_id } = worker.beat(1);
    await monitor.write(worker.beat(1), task.started(1, 1, 'dead-worker'), task.started(5, 1, worker_id));
    expect(await standings([task, 1])).toEqual([
      { standing: 'running', worker: worker_id, started_at: at(5) },
    ]);
    await monitor.write(worker.stopped(2));
    expect(await standings([task, 1])).toEqual([open(2)]);
  });

  it('knows a planned retry until the next attempt begins', async () => {
    const task = new EventsOf();
    await monitor.write(task.started(1), task.retry(1, 2));
    expect(await standings([task, 1], [task, 2])).toEqual([
      { standing: 'retried', next_at: at(102) },
      open(0),
    ]);
    await monitor.write(task.started(200, 2));
    expect(await standings([task, 1], [task, 2])).toEqual([{ standing: 'settled' }, open(1)]);
  });

  it('is not answered without a barrier', async () => {
    const query = { attempts: [], barrier_id: '' };
    expect(await refusal(monitor.client.attemptStandings(query, 5_000))).toMatchObject({
      field: 'barrier_id',
    });
  });
});
