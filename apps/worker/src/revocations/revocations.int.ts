import { defineTask, newTaskId } from '@celerity/contracts';
import { Publisher, RevocationPublisher, submissionOf, TaskPublisher } from '@celerity/messaging';
import { TestBroker, until } from '@celerity/messaging/testing';
import { IsOptional, IsString } from 'class-validator';
import { HandlesTask } from '../engine/handlers/task-handler.decorator.js';
import type { TaskContext } from '../engine/handlers/task-context.js';
import { TestWorker } from '../testing/test-worker.js';
import { TaskRevoked } from './task-revoked.js';

class Input {
  @IsOptional() @IsString() does?: string;
}
class Output {}
const act = defineTask({
  name: 'act',
  family: 'default',
  summary: 'test',
  input: Input,
  output: Output,
  effect: 'none',
  retry: { maxRetries: 2, baseDelayMs: 60_000 },
});

/** Ids of the tasks that ran, in order. */
let runs: string[];
let reasons: unknown[];
let release: () => void;
let released: Promise<void>;

@HandlesTask(act)
class ActHandler {
  async run({ does = 'answer' }: Input, { taskId, signal }: TaskContext): Promise<object> {
    runs.push(taskId);
    if (does === 'answer') return {};
    const aborted = new Promise<never>((_, reject) =>
      signal.addEventListener('abort', () => {
        reasons.push(signal.reason);
        if (does !== 'finish all the same') reject(new Error('stopped'));
      }),
    );
    await Promise.race([released, aborted]);
    if (does === 'fail') throw new TypeError('it broke');
    return {};
  }
}

let worker: TestWorker | undefined;
let broker: TestBroker;

async function startWorker(concurrency = 4): Promise<TestWorker> {
  worker = await TestWorker.start({
    tasks: [act],
    handlers: [ActHandler],
    concurrency,
    graceMs: 100,
    broker,
  });
  return worker;
}

beforeEach(async () => {
  runs = [];
  reasons = [];
  ({ promise: released, resolve: release } = Promise.withResolvers<void>());
  broker = await TestBroker.create();
});

afterEach(async () => {
  release();
  if (worker) await worker.destroy();
  else await broker.destroy();
  worker = undefined;
});

/** Publishes while no worker is there: tasks, then the word that some of them are revoked. */
async function beforehand(ids: readonly string[], revoked: readonly string[]): Promise<void> {
  const connection = broker.connection('gateway');
  const publisher = new Publisher(connection);
  await connection.start();
  const tasks = new TaskPublisher(publisher, broker.names);
  for (const taskId of ids) await tasks.publish(submissionOf(act, { taskId, args: [], kwargs: {} }).message);
  const revocations = new RevocationPublisher(publisher, broker.names);
  for (const task_id of revoked) {
    const at = new Date(Date.now() - 60_000).toISOString();
    await revocations.publish({ type: 'revoke_requested', task_id, at, by: 'admin', terminate: false });
  }
  publisher.stop();
  await connection.close();
}

const queueIsEmpty = () =>
  until('the queue is empty', async () => (await broker.ready(broker.names.queue('default'))) === 0);

it('never runs what was revoked while no worker was there, whatever else runs', async () => {
  const ids = Array.from({ length: 20 }, newTaskId);
  const revoked = ids.filter((_, index) => index % 2 === 0);
  await beforehand(ids, revoked);
  const { event } = bound(await startWorker());
  for (const id of revoked) expect(await event(id, 'revoked')).toMatchObject({ attempt: 1 });
  for (const id of ids) await event(id, 'revoked', 'succeeded');
  expect(runs.filter((id) => revoked.includes(id))).toEqual([]);
  expect(runs).toHaveLength(10);
  await worker?.shutDown();
  await queueIsEmpty();
});

it('hears of a revocation while the task waits in its line', async () => {
  const { send, revoke, acknowledgement, event } = bound(await startWorker(1));
  await send(act, { does: 'wait' });
  const second = await send(act);
  await until('the first runs', () => runs.length === 1);
  await revoke(second);
  expect(await acknowledgement(second)).toMatchObject({ running: false, queues: ['default'] });
  release();
  await event(second, 'revoked');
  expect(runs).toHaveLength(1);
});

it('stops a running task that is to be terminated, and says so', async () => {
  const { send, revoke, acknowledgement, event } = bound(await startWorker());
  const id = await send(act, { does: 'wait' });
  await until('it runs', () => runs.length === 1);
  await revoke(id, true);
  expect(await acknowledgement(id)).toMatchObject({ running: true });
  expect(await event(id, 'revoked')).toMatchObject({ attempt: 1, worker: expect.any(String), error: null });
  expect(reasons).toEqual([expect.any(TaskRevoked)]);
});

it('does nothing to a running task without terminate, until it fails', async () => {
  const { send, revoke, acknowledgement, event } = bound(await startWorker());
  const [good, bad] = [await send(act, { does: 'wait' }), await send(act, { does: 'fail' })];
  await until('both run', () => runs.length === 2);
  for (const id of [good, bad]) {
    await revoke(id);
    expect(await acknowledgement(id)).toMatchObject({ running: true });
  }
  release();
  await event(good, 'succeeded');
  expect(await event(bad, 'revoked')).toMatchObject({ error: { type: 'TypeError', message: 'it broke' } });
  expect(reasons).toEqual([]);
  expect(await broker.ready(broker.names.timers)).toBe(0);
});

it('lets a task that finishes all the same have finished', async () => {
  const { send, revoke, event } = bound(await startWorker());
  const id = await send(act, { does: 'finish all the same' });
  await until('it runs', () => runs.length === 1);
  await revoke(id, true);
  await until('it is told', () => reasons.length === 1);
  release();
  await event(id, 'succeeded');
});

it('misses nothing that is said while it is cut off', async () => {
  const { send, revoke, acknowledgement, event } = bound(await startWorker(1));
  await send(act, { does: 'wait' });
  const second = await send(act);
  await until('the first runs', () => runs.length === 1);
  broker.proxy.cut();
  const said = () =>
    revoke(second).then(
      () => true,
      () => false,
    );
  await until('it is said', said);
  await acknowledgement(second);
  release();
  await event(second, 'revoked');
  expect(runs).not.toContain(second);
});

it('begins anew when the stream was replaced by a shorter one', async () => {
  const { send, revoke, event } = bound(await startWorker());
  for (let n = 0; n < 5; n += 1) await revoke(newTaskId());
  await broker.deleteQueue(broker.names.revocations);
  broker.proxy.cut();
  const id = newTaskId();
  const sent = () =>
    send(act, {}, { taskId: id }).then(
      () => true,
      () => false,
    );
  await until('a task is sent', sent);
  await event(id, 'succeeded');
}, 60_000);

function bound(started: TestWorker) {
  return {
    send: started.send.bind(started),
    revoke: started.revoke.bind(started),
    acknowledgement: started.acknowledgement.bind(started),
    event: started.event.bind(started),
  };
}
