import type { WorkerView } from '@celerity/contracts';
import { createDatabase } from '@celerity/service';
import { until } from '@celerity/messaging/testing';
import type { MonitorDatabase } from '../database/monitor-database.js';
import { WorkerEventsOf } from '@celerity/contracts/testing';
import { MonitorFixture } from '../testing/monitor-fixture.js';
import { isWorkerAlive, liveWorkers } from './worker-liveness.js';

let monitor: MonitorFixture;

beforeAll(async () => {
  monitor = await MonitorFixture.create();
  await monitor.startLeader();
});

afterAll(() => monitor?.destroy());

async function shown(worker: WorkerEventsOf): Promise<WorkerView | undefined> {
  const { workers } = await monitor.client.workers({ barrier_id: await monitor.barrier() }, 5_000);
  return workers.find(({ worker_id }) => worker_id === worker.worker_id);
}

/** What counts is when the monitor saw a worker; a test lets that be long ago. */
async function silentFor(worker: WorkerEventsOf, seconds: number): Promise<void> {
  await monitor.database.query(
    `update monitor.workers set seen_at = now() - $2 * interval '1 second' where worker_id = $1`,
    [worker.worker_id, seconds],
  );
}

it('shows a worker by its last heartbeat', async () => {
  const worker = new WorkerEventsOf();
  await monitor.write(worker.beat(1), worker.beat(2));
  expect(await shown(worker)).toEqual({
    worker_id: worker.worker_id,
    hostname: 'host',
    pid: 1,
    status: 'online',
    queues: ['finance', 'email'],
    concurrency: 10,
    active: 3,
    unacked: 3,
    processed: 20,
    uptime_s: 2,
    rss_bytes: 100_000_000,
    event_loop_lag_ms: 1.5,
    version: '0.1.0',
    last_seen_at: expect.any(String) as string,
  });
});

it('is not turned back by heartbeats that come again or late', async () => {
  const worker = new WorkerEventsOf();
  await monitor.write(worker.beat(2, { stopping: true }));
  await monitor.projected();
  await silentFor(worker, 10);
  const before = await shown(worker);
  await monitor.write(worker.beat(1), worker.beat(2, { stopping: true }));
  expect(await shown(worker)).toEqual(before);
  expect(before).toMatchObject({ status: 'stopping', processed: 20 });
});

it('goes by the time at which it saw a worker, not by the worker’s clock', async () => {
  const worker = new WorkerEventsOf();
  await monitor.write(worker.beat(1, { at: '1999-01-01T00:00:00.000Z' }));
  expect(await shown(worker)).toMatchObject({ status: 'online' });
});

it('calls a worker offline after four missed heartbeats, and forgets what it held', async () => {
  const worker = new WorkerEventsOf();
  await monitor.write(worker.beat(1));
  await monitor.projected();
  await silentFor(worker, 19);
  expect(await shown(worker)).toMatchObject({ status: 'online', active: 3 });
  await silentFor(worker, 21);
  expect(await shown(worker)).toMatchObject({ status: 'offline', active: 0, unacked: 0, processed: 10 });
  await monitor.write(worker.beat(2));
  expect(await shown(worker)).toMatchObject({ status: 'online' });
});

it('does not show a worker that has said goodbye, even when a heartbeat comes after', async () => {
  const worker = new WorkerEventsOf();
  await monitor.write(worker.stopped(3));
  await monitor.write(worker.beat(2));
  expect(await shown(worker)).toBeUndefined();
});

it('forgets workers that have been gone for a day', async () => {
  const [gone, alive] = [new WorkerEventsOf(), new WorkerEventsOf()];
  await monitor.write(gone.beat(1));
  await monitor.projected();
  await silentFor(gone, 86_401);
  await monitor.write(alive.beat(1));
  await until('the dead one is gone', async () => (await shown(gone)) === undefined);
  expect(await shown(alive)).toBeDefined();
});

it('passes over what is no heartbeat', async () => {
  const worker = new WorkerEventsOf();
  await monitor.write({ ...worker.beat(1), pid: 'x' } as never, { ...worker.beat(2), unacked: [] } as never);
  await monitor.write({ ...worker.beat(3), rss_bytes: -1 });
  expect(await shown(worker)).toBeUndefined();
});

it('tells who is alive', async () => {
  const [alive, dead, stopped] = [new WorkerEventsOf(), new WorkerEventsOf(), new WorkerEventsOf()];
  await monitor.write(alive.beat(1), dead.beat(1), stopped.beat(1), stopped.stopped(2));
  await monitor.projected();
  await silentFor(dead, 21);
  const db = createDatabase<MonitorDatabase>({
    databaseUrl: monitor.database.url,
    schema: 'monitor',
    applicationName: 'test',
  });
  try {
    const live = await liveWorkers(db);
    expect(live).toContain(alive.worker_id);
    expect(live).not.toContain(dead.worker_id);
    expect(live).not.toContain(stopped.worker_id);
    expect(await isWorkerAlive(db, alive.worker_id)).toBe(true);
    expect(await isWorkerAlive(db, dead.worker_id)).toBe(false);
    expect(await isWorkerAlive(db, 'never heard of')).toBe(false);
  } finally {
    await db.destroy();
  }
});
