import type { QueueStats, TaskStats } from '@celerity/contracts';
import { EventsOf, WorkerEventsOf } from '@celerity/contracts/testing';
import { MonitorFixture } from '../testing/monitor-fixture.js';

const START = Date.parse('2030-01-01T00:00:00.000Z');

let monitor: MonitorFixture;

beforeAll(async () => {
  monitor = await MonitorFixture.create();
  await monitor.startLeader();
});

afterAll(() => monitor?.destroy());

/** So many milliseconds before now, as the events of a test count. */
const ago = (ms: number) => Date.now() - ms - START;

const named = (task_name: string, queue = 'default') => ({ task_name, queue });

async function statsOf(task: string, window: '1h' | '24h' | '7d' = '1h'): Promise<TaskStats | undefined> {
  await monitor.projected();
  const { tasks } = await monitor.client.taskStats({ window }, 5_000);
  return tasks.find(({ task_name }) => task_name === task);
}

async function queue(name: string): Promise<QueueStats | undefined> {
  const { queues } = await monitor.client.queueStats({ barrier_id: await monitor.barrier() }, 5_000);
  return queues.find((each) => each.name === name);
}

it('tells what became of tasks, and how long they took', async () => {
  const now = ago(0);
  const events = Array.from({ length: 100 }, (_, n) => {
    const task = new EventsOf();
    const started = now - (n + 1) * 10;
    return [task.accepted(started, named('a.ran')), task.succeeded(started, now)];
  });
  const failed = new EventsOf();
  const waiting = new EventsOf();
  await monitor.write(
    ...events.flat(),
    ...[failed.accepted(now, named('a.ran')), failed.retry(now, now), failed.failed(now, now, 2)],
    waiting.accepted(now, named('a.ran')),
  );
  const stats = await statsOf('a.ran');
  expect(stats).toMatchObject({
    total: 101,
    success: 100,
    failed: 1,
    retry: 1,
    accepted: 102,
    revoked: 0,
    expired: 0,
  });
  expect(stats?.avg_duration).toBeCloseTo(0.5, 1);
  for (const [value, seconds] of [
    [stats?.p50, 0.5],
    [stats?.p95, 0.95],
    [stats?.p99, 0.99],
  ] as const)
    expect(Math.abs((value ?? 0) - seconds) / seconds).toBeLessThan(0.03);
  expect(stats?.last_execution).toBe(new Date(START + now).toISOString());
});

it('counts nothing twice when events come again', async () => {
  const task = new EventsOf();
  const events = [task.accepted(ago(5), named('a.again')), task.succeeded(ago(4), ago(1))];
  await monitor.write(...events, ...events);
  const once = await statsOf('a.again');
  await monitor.write(...events);
  expect(await statsOf('a.again')).toEqual(once);
  expect(once).toMatchObject({ total: 1, accepted: 1 });
});

it('counts what happened in the window', async () => {
  const [old, older] = [new EventsOf(), new EventsOf()];
  const hour = 3_600_000;
  const [recent, distant] = [ago(2 * hour), ago(50 * hour)];
  await monitor.write(
    ...[old.accepted(recent, named('a.old')), old.succeeded(recent, recent + 5)],
    ...[older.accepted(distant, named('a.old')), older.succeeded(distant, distant + 5)],
  );
  expect(await statsOf('a.old', '1h')).toBeUndefined();
  expect(await statsOf('a.old', '24h')).toMatchObject({ total: 1 });
  expect(await statsOf('a.old', '7d')).toMatchObject({ total: 2, p99: 0.005 });
  await expect(monitor.client.taskStats({ window: '1y' as never }, 5_000)).rejects.toThrow(
    'window is not one of',
  );
});

it('shows each queue', async () => {
  const worker = new WorkerEventsOf();
  const [waits, delayed, retried, done] = [new EventsOf(), new EventsOf(), new EventsOf(), new EventsOf()];
  await monitor.write(
    worker.beat(1, { unacked: { reports: 2, 'reports.high': 3 } }),
    waits.accepted(ago(60_000), named('reports.x', 'reports')),
    delayed.accepted(ago(120_000), {
      ...named('reports.x', 'reports'),
      eta: new Date(Date.now() + 60_000).toISOString(),
    }),
    ...[retried.accepted(ago(10), named('reports.x', 'reports')), retried.retry(ago(9), ago(8))],
    ...[done.accepted(ago(10), named('reports.x', 'reports')), done.succeeded(ago(9), ago(8))],
  );
  const reports = await queue('reports');
  expect(reports).toMatchObject({ ready: 0, consumers: 0, unacked: 5, delayed: 2, dead_letters: 0 });
  expect(reports?.oldest_age_s).toBeGreaterThanOrEqual(60);
  expect(reports?.oldest_age_s).toBeLessThan(70);
  expect(reports?.publish_rate).toBeGreaterThan(0);
  expect(reports?.ack_rate).toBeGreaterThan(0);
  expect(await queue('data')).toMatchObject({ unacked: 0, delayed: 0, oldest_age_s: null, publish_rate: 0 });
});

it('shows everything at a glance', async () => {
  const { queues } = await monitor.client.queueStats({}, 5_000);
  const { stats, projected_offset } = await monitor.client.systemStats(5_000);
  expect(stats).toMatchObject({
    tasks: { PENDING: 3, RETRY: 1, SUCCESS: 103, FAILURE: 1, STARTED: 0, REVOKED: 0 },
    throughput: { last_minute: 103, last_hour: 103, failures_last_hour: 1 },
    workers: { online: 1, offline: 0, stopping: 0 },
    journal: { projected_offset, lag_s: 0 },
  });
  expect(stats.queues.map(({ name }) => name)).toEqual(queues.map(({ name }) => name));
});
