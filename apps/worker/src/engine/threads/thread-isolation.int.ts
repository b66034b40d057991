import { monitorEventLoopDelay } from 'node:perf_hooks';
import { childTaskId, newTaskId, testTask } from '@celerity/contracts';
import { until } from '@celerity/messaging/testing';
import { createDatabase } from '@celerity/service';
import { createTestDatabase } from '@celerity/service/testing';
import { sql } from 'kysely';
import { TestWorker } from '../../testing/test-worker.js';
import {
  briefTask,
  effectTask,
  isolatedTask,
  THREAD_TASKS,
  threadTaskHandlers,
} from '../../testing/thread-tasks.js';

/** A thread compiles the sources when it starts, which takes a while on a busy machine. */
const PATIENCE_MS = 60_000;
jest.setTimeout(2 * PATIENCE_MS);

let worker: TestWorker;

beforeAll(async () => {
  worker = await TestWorker.start({
    tasks: THREAD_TASKS,
    handlers: threadTaskHandlers,
    graceMs: 200,
    concurrency: 10,
    patienceMs: PATIENCE_MS,
  });
});

afterAll(() => worker?.destroy());

const run = (does: string) => worker.send(isolatedTask, { does }, { maxRetries: 0 });

it('starts no thread before the first task that wants one, and uses it for the next', async () => {
  await worker.event(await worker.send(testTask, { message: 'hi' }), 'succeeded');
  expect(worker.threads).toBe(0);
  const first = await worker.event(await run('answer'), 'succeeded');
  const second = await worker.event(await run('answer'), 'succeeded');
  expect(first.result).toMatchObject({ attempt: 1, idempotencyKey: first.task_id });
  expect(second.result).toMatchObject({ threadId: (first.result as { threadId: number }).threadId });
  expect((first.result as { threadId: number }).threadId).toBeGreaterThan(0);
  expect(worker.threads).toBe(1);
});

it('kills a task that spins for ever at its hard limit, while others finish and the event loop turns', async () => {
  await worker.event(await run('answer'), 'succeeded');
  const delay = monitorEventLoopDelay({ resolution: 10 });
  delay.enable();
  const spinning = await worker.send(briefTask, { does: 'spin' });
  await worker.event(spinning, 'started');
  const others = await Promise.all(
    Array.from({ length: 20 }, () => worker.send(testTask, { message: 'hi' })),
  );
  for (const id of others) await worker.event(id, 'succeeded');
  expect(worker.eventsOf(spinning).map(({ type }) => type)).toEqual(['started']);
  expect(await worker.event(spinning, 'failed')).toMatchObject({
    error: { type: 'TimeLimitExceeded' },
    duration_ms: expect.any(Number),
  });
  delay.disable();
  // Without a thread of its own the event loop would have stood still for all of the six seconds.
  expect(delay.max / 1e6).toBeLessThan(3_000);
  expect(delay.mean / 1e6).toBeLessThan(100);
  await until('its thread is gone', () => worker.threads <= 1);
  await worker.event(await run('answer'), 'succeeded');
});

it.each([
  ['takes too much memory bit by bit', 'hog', 'OutOfMemory', /WORKER_THREAD_MEMORY_MB/],
  ['takes too much memory beside the heap', 'hog buffers', 'OutOfMemory', /64 MB/],
  ['calls process.exit', 'exit', 'ThreadCrashed', /exited with code/],
  ['throws where nobody catches', 'crash later', 'ThreadCrashed', /out of the blue/],
  ['leaves a rejection unhandled', 'reject later', 'ThreadCrashed', /nobody listens/],
])('fails only the attempt that %s', async (_, does, type, message) => {
  const neighbour = await worker.send(isolatedTask, { does: 'heed' });
  await worker.event(neighbour, 'started');
  const id = await run(does);
  expect(await worker.event(id, 'failed')).toMatchObject({
    error: { type, message: expect.stringMatching(message) },
  });
  await worker.event(await run('answer'), 'succeeded');
  await worker.event(await worker.send(testTask, { message: 'hi' }), 'succeeded');
  expect(worker.eventsOf(neighbour).map((event) => event.type)).toEqual(['started']);
});

it('does not try again what ran out of memory', async () => {
  const id = await worker.send(isolatedTask, { does: 'hog' });
  expect(await worker.event(id, 'failed', 'retry_scheduled')).toMatchObject({ type: 'failed' });
});

it('aborts the signal at the soft limit', async () => {
  const id = await worker.send(isolatedTask, { does: 'heed' }, { softLimitMs: 100, hardLimitMs: 60_000 });
  expect(await worker.event(id, 'failed')).toMatchObject({
    error: { type: 'TimeLimitExceeded', message: /soft/ },
  });
});

it('kills a task that is revoked while it spins, after its grace, and calls that revoked', async () => {
  const spinning = await worker.send(isolatedTask, { does: 'spin' }, { maxRetries: 3 });
  await worker.event(spinning, 'started');
  const others = worker.threads;
  await worker.revoke(spinning, true);
  expect(await worker.acknowledgement(spinning)).toMatchObject({ running: true });
  // Nothing of it goes on, so there is no `SignalIgnored`.
  expect(await worker.event(spinning, 'revoked')).toMatchObject({ attempt: 1, error: null });
  await until('its thread is gone', () => worker.threads < others);
});

describe('from a thread', () => {
  it('errors keep their type, and results what JSON can say', async () => {
    expect(await worker.event(await run('fail'), 'failed')).toMatchObject({
      error: { type: 'Sorry', message: 'not today', stack: /thread-tasks/ },
    });
    expect(await worker.event(await run('flood'), 'failed')).toMatchObject({
      error: { type: 'UnusableResult', message: /result_too_large/ },
    });
    expect((await worker.event(await run('return a function'), 'succeeded')).result).toEqual({
      kept: 1,
      when: '1970-01-01T00:00:00.000Z',
    });
    await worker.event(await run('log'), 'succeeded');
  });

  it('a retry can be asked for', async () => {
    const id = await worker.send(isolatedTask, { does: 'ask to retry' });
    const { error, at, next_at } = await worker.event(id, 'retry_scheduled');
    expect(error).toMatchObject({ type: 'RetryRequested', message: 'the other side is busy' });
    expect(Date.parse(next_at) - Date.parse(at)).toBeGreaterThan(50_000);
  });

  it('progress comes while it computes', async () => {
    const id = await run('report while it computes');
    await worker.event(id, 'succeeded');
    const reports = worker.eventsOf(id).filter(({ type }) => type === 'progressed');
    expect(reports.length).toBeGreaterThanOrEqual(2);
    expect(reports.length).toBeLessThanOrEqual(8);
  });

  it('children are sent by the worker, and refused as elsewhere', async () => {
    const id = await run('child');
    const child = childTaskId(id, 'one');
    expect(await worker.event(id, 'succeeded')).toMatchObject({ result: { child } });
    await worker.event(child, 'succeeded');
    expect(await worker.event(await run('bad child'), 'failed')).toMatchObject({
      error: { type: 'InvalidArguments', message: /message/ },
    });
    expect(await worker.event(await run('transaction'), 'failed')).toMatchObject({
      error: { message: /not declared transactional/ },
    });
  });

  it('an effect is done once, and a second run reports the stored result', async () => {
    const { url: databaseUrl, drop } = await createTestDatabase();
    const db = createDatabase<object>({ databaseUrl, schema: 'public', applicationName: 'test' });
    await sql`create table effects (task_id uuid)`.execute(db);
    await sql`create table task_completions (task_id uuid primary key, result jsonb)`.execute(db);
    const taskId = newTaskId();
    await worker.send(effectTask, { databaseUrl }, { taskId });
    const first = await worker.event(taskId, 'succeeded');
    await worker.send(effectTask, { databaseUrl }, { taskId, attempt: 2 });
    await until('both runs', () => worker.eventsOf(taskId).filter(isSucceeded).length === 2);
    expect(worker.eventsOf(taskId).filter(isSucceeded)[1]).toMatchObject({ result: first.result });
    const { rows } = await sql<{ count: number }>`select count(*)::int as count from effects`.execute(db);
    expect(rows[0]?.count).toBe(1);
    await db.destroy();
    await drop();
  });
});

// The last one: it ends the worker that all of them use.
it('gives back what runs at shutdown, and kills its thread', async () => {
  const ready = () => worker.broker.ready(worker.broker.names.queue('default'));
  const spinning = await run('spin');
  await worker.event(spinning, 'started');
  await worker.shutDown();
  expect(worker.threads).toBe(0);
  await until('it waits again', async () => (await ready()) >= 1);
});

const isSucceeded = ({ type }: { type: string }) => type === 'succeeded';
