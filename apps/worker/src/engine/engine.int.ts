import { IsOptional, IsString } from 'class-validator';
import { childTaskId, defineTask } from '@celerity/contracts';
import { until } from '@celerity/messaging/testing';
import { diagnosticsTaskHandlers } from '../tasks/diagnostics/index.js';
import { TestWorker } from '../testing/test-worker.js';
import type { TaskContext } from './handlers/task-context.js';
import { HandlesTask } from './handlers/task-handler.decorator.js';
import { debugTask, longRunningTask, testTask } from '@celerity/contracts';

class Input {
  @IsOptional() @IsString() does?: string;
}
class Output {}
const base = { family: 'default', summary: 'test', input: Input, output: Output, effect: 'none' } as const;
const act = defineTask({
  ...base,
  name: 'act',
  retry: { maxRetries: 1, baseDelayMs: 60_000, giveUpOn: ['Hopeless'] },
});
const stubborn = defineTask({ ...base, name: 'stubborn', limits: { softMs: 20, hardMs: 60 } });

class Hopeless extends Error {
  override readonly name = 'Hopeless';
}

/** Lets a test hold handlers until it says so. */
let release: () => void;
let released: Promise<void>;
let runs: string[];

@HandlesTask(act)
class ActHandler {
  async run({ does = 'answer' }: Input, context: TaskContext): Promise<object> {
    runs.push(context.taskId);
    const actions: Record<string, () => Promise<object> | object> = {
      answer: () => ({ attempt: context.attempt, key: context.idempotencyKey }),
      fail: () => Promise.reject(new TypeError('it broke')),
      despair: () => Promise.reject(new Hopeless('no use')),
      wait: async () => {
        await Promise.race([
          released,
          new Promise((_, reject) =>
            context.signal.addEventListener('abort', () => reject(new Error('stopped'))),
          ),
        ]);
        return {};
      },
      flood: () => ({ text: 'x'.repeat(2 * 1024 * 1024) }),
      loop: () => {
        const ring: Record<string, unknown> = {};
        return Object.assign(ring, { ring });
      },
      child: async () => ({ child: await context.send(testTask, { message: 'hi' }, { key: 'one' }) }),
      'bad child': async () => ({
        child: await context.send(testTask, { message: 1 as never }, { key: 'one' }),
      }),
      transaction: () => context.transaction(undefined as never, async () => ({})),
      'throw a riddle': () => {
        throw Object.create(null);
      },
      'throw an odd error': () => {
        throw Object.assign(new Error(), { message: { code: 7 } });
      },
      log: () => {
        context.log('a line', { fact: 1 });
        return {};
      },
    };
    return (actions[does] ?? (() => ({})))();
  }
}

@HandlesTask(stubborn)
class StubbornHandler {
  async run(): Promise<object> {
    await released; // heeds no signal
    return {};
  }
}

let worker: TestWorker;

beforeEach(async () => {
  runs = [];
  ({ promise: released, resolve: release } = Promise.withResolvers<void>());
  worker = await TestWorker.start({
    tasks: [act, stubborn, testTask, longRunningTask, debugTask],
    handlers: [ActHandler, StubbornHandler, ...diagnosticsTaskHandlers],
    graceMs: 100,
  });
});

afterEach(async () => {
  release();
  await worker.destroy();
});

const queueIsEmpty = () =>
  until(
    'the queue is empty',
    async () => (await worker.broker.ready(worker.broker.names.queue('default'))) === 0,
  );

it('runs a task, journals its outcome, and acks', async () => {
  const id = await worker.send(act);
  expect(await worker.event(id, 'succeeded')).toMatchObject({
    attempt: 1,
    result: { attempt: 1, key: id },
    worker: expect.stringContaining(String(process.pid)),
    duration_ms: expect.any(Number),
  });
  await worker.shutDown();
  await queueIsEmpty();
});

it('runs the shipped diagnostics', async () => {
  const [hello, fail, long, debug] = await Promise.all([
    worker.send(testTask, { message: 'hello' }),
    worker.send(testTask, { message: 'fail' }),
    worker.send(longRunningTask, { seconds: 0.6 }),
    worker.send(debugTask),
  ]);
  expect(await worker.event(hello, 'succeeded')).toMatchObject({ result: { message: 'hello' } });
  expect(await worker.event(fail, 'failed')).toMatchObject({
    error: { type: 'TestTaskFailure', message: 'test_task was asked to fail' },
  });
  expect(await worker.event(debug, 'succeeded')).toMatchObject({
    result: { task_id: debug, attempt: 1, pid: process.pid },
  });
  expect(await worker.event(long, 'progressed')).toMatchObject({ progress: { total: 0.6 } });
  await worker.event(long, 'succeeded');
});

it('leaves the next attempt to the timers when one fails', async () => {
  const id = await worker.send(act, { does: 'fail' });
  const event = await worker.event(id, 'retry_scheduled');
  expect(event).toMatchObject({ attempt: 1, error: { type: 'TypeError', message: 'it broke' } });
  expect(Date.parse(event.next_at)).toBeGreaterThanOrEqual(Date.parse(event.started_at));
  await until(
    'the timers have it',
    async () => (await worker.broker.ready(worker.broker.names.timers)) === 1,
  );
});

it('ends a task whose attempts are used up, or whose error is hopeless', async () => {
  const last = await worker.send(act, { does: 'fail' }, { attempt: 2 });
  const hopeless = await worker.send(act, { does: 'despair' });
  const noRetries = await worker.send(act, { does: 'fail' }, { maxRetries: 0 });
  for (const id of [last, hopeless, noRetries]) await worker.event(id, 'failed');
  expect(await worker.broker.ready(worker.broker.names.timers)).toBe(0);
});

it.each([
  ['arguments that do not fit', { does: 1 }, 'InvalidArguments', /kwargs.does/],
  ['a result that is too large', { does: 'flood' }, 'UnusableResult', /result_too_large/],
  ['a result that is no JSON', { does: 'loop' }, 'UnusableResult', /not JSON/],
])('fails at once for %s', async (_, kwargs, type, message) => {
  const id = await worker.send(act, kwargs);
  expect(await worker.event(id, 'failed')).toMatchObject({
    error: { type, message: expect.stringMatching(message) },
  });
});

it.each(['throw a riddle', 'throw an odd error'])('survives handlers that %s', async (does) => {
  const id = await worker.send(act, { does }, { maxRetries: 0 });
  expect(await worker.event(id, 'failed')).toMatchObject({ error: { type: 'NonError' } });
  expect(runs).toEqual([id]);
});

it('does not run what has expired', async () => {
  const id = await worker.send(act, {}, { expires: new Date(Date.now() - 1_000).toISOString() });
  await worker.event(id, 'expired');
  expect(runs).toEqual([]);
});

it('ends an attempt at its hard limit although the code does not listen', async () => {
  const id = await worker.send(stubborn);
  expect(await worker.event(id, 'failed')).toMatchObject({
    error: { type: 'TimeLimitExceeded', message: /hard|soft/ },
  });
});

it('lets a task set its own limits', async () => {
  const id = await worker.send(longRunningTask, { seconds: 60 }, { softLimitMs: 50, hardLimitMs: 60_000 });
  expect(await worker.event(id, 'failed')).toMatchObject({
    error: { type: 'TimeLimitExceeded', message: /soft time limit of 0.05 s/ },
  });
});

it('sends a child whose id derives from the parent', async () => {
  const id = await worker.send(act, { does: 'child' });
  const child = childTaskId(id, 'one');
  expect(await worker.event(id, 'succeeded')).toMatchObject({ result: { child } });
  expect(await worker.event(child, 'succeeded')).toMatchObject({ result: { message: 'hi' } });
  expect(worker.events).toContainEqual(
    expect.objectContaining({
      type: 'accepted',
      task_id: child,
      parent_id: id,
      root_id: id,
      submitted_by: 'task:default.act',
    }),
  );
});

it('refuses a child whose input does not fit, and a transaction that was not declared', async () => {
  const child = await worker.send(act, { does: 'bad child' }, { maxRetries: 0 });
  const transaction = await worker.send(act, { does: 'transaction' }, { maxRetries: 0 });
  expect(await worker.event(child, 'failed')).toMatchObject({ error: { type: 'InvalidArguments' } });
  expect(await worker.event(transaction, 'failed')).toMatchObject({
    error: { message: /not declared transactional/ },
  });
});

it('moves on from messages that can never run', async () => {
  await worker.raw('nonsense', { contentType: 'application/json', type: 'default.act' });
  await worker.event(await worker.send(act, { does: 'log' }), 'succeeded');
  expect((await worker.takeFrom(worker.broker.names.dead)).properties.headers).toMatchObject({
    dead_reason: 'malformed',
    dead_queue: worker.broker.names.queue('default'),
    dead_error: expect.stringContaining('MalformedMessage'),
  });
});

describe('shutdown', () => {
  it('waits for what runs', async () => {
    const id = await worker.send(act, { does: 'wait' });
    await until('it runs', () => runs.length === 1);
    const down = worker.shutDown();
    release();
    await down;
    await worker.event(id, 'succeeded');
    await queueIsEmpty();
  });

  it('gives back what does not end within the grace, heeding its signal or not', async () => {
    await worker.send(act, { does: 'wait' });
    await worker.send(stubborn, {}, { softLimitMs: 60_000, hardLimitMs: 90_000 });
    for (let n = 0; n < 3; n += 1) await worker.send(act, { does: 'wait' });
    await until('they run', () => runs.length >= 3);
    await worker.shutDown();
    await until(
      'all wait again',
      async () => (await worker.broker.ready(worker.broker.names.queue('default'))) === 5,
    );
  });
});
