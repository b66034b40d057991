import { setTimeout as pause } from 'node:timers/promises';
import { IsOptional, IsString } from 'class-validator';
import { type AttemptStanding, defineTask, newTaskId } from '@celerity/contracts';
import { decodeDelayed, decodeTask } from '@celerity/messaging';
import { until } from '@celerity/messaging/testing';
import { TestWorker } from '../../testing/test-worker.js';
import type { TaskContext } from '../handlers/task-context.js';
import { HandlesTask } from '../handlers/task-handler.decorator.js';
import { TaskIntake } from '../task-intake.js';
import { TRUSTED_MS } from './attempt-admission.js';

class Input {
  @IsOptional() @IsString() does?: string;
}
class Output {}
const work = defineTask({
  family: 'default',
  name: 'work',
  summary: 'test',
  input: Input,
  output: Output,
  effect: 'none',
});

let runs: string[];
let release: () => void;
let released: Promise<void>;

@HandlesTask(work)
class WorkHandler {
  async run({ does }: Input, context: TaskContext): Promise<object> {
    runs.push(context.taskId);
    if (does === 'wait') await released;
    return {};
  }
}

let worker: TestWorker;
const start = async (more: { concurrency?: number; consumerTimeoutMs?: number } = {}) => {
  worker = await TestWorker.start({ tasks: [work], handlers: [WorkHandler], graceMs: 100, ...more });
};

beforeEach(() => {
  runs = [];
  ({ promise: released, resolve: release } = Promise.withResolvers<void>());
});

afterEach(async () => {
  release();
  await worker?.destroy();
});

const queue = () => worker.broker.names.queue('default');
const nextTimer = async () => {
  const { content, properties } = await worker.takeFrom(worker.broker.names.timers);
  return decodeDelayed(content, properties);
};
/** Sends a task that the monitor says stands so. */
const suspect = async (standing: AttemptStanding, parts: object = {}) => {
  const taskId = newTaskId();
  worker.settledAttempts.standings.set(taskId, standing);
  await worker.send(work, {}, { taskId, possibleDuplicate: true, ...parts });
  return taskId;
};
const nothingIsLeft = async () => {
  await worker.shutDown();
  await until('the queue is empty', async () => (await worker.broker.ready(queue())) === 0);
};

it('acks a settled attempt without running it', async () => {
  await start();
  await suspect({ standing: 'settled' });
  await until('it was asked about', () => worker.settledAttempts.asked.length === 1);
  await nothingIsLeft();
  expect(runs).toEqual([]);
});

it('runs an open one, and journals its start before', async () => {
  await start();
  const id = await suspect({ standing: 'open', crashes: 1 });
  await worker.event(id, 'succeeded');
  expect(worker.eventsOf(id).map(({ type }) => type)).toEqual(['started', 'succeeded']);
});

it('lets a delivery that comes back after a lost connection join the attempt that still runs', async () => {
  await start();
  const id = await worker.send(work, { does: 'wait' });
  await until('it runs', () => runs.length === 1);
  worker.broker.proxy.cut();
  // Whatever is delivered after the reconnect has been taken by the time a later task has run.
  await until('the worker consumes again', async () => {
    const other = newTaskId();
    await worker.send(work, {}, { taskId: other }).catch(() => undefined);
    return runs.includes(other);
  });
  release();
  await worker.event(id, 'succeeded');
  await nothingIsLeft();
  expect(runs.filter((run) => run === id)).toEqual([id]);
});

it('runs a message that comes twice at once only once', async () => {
  await start();
  const id = newTaskId();
  await Promise.all([
    worker.send(work, { does: 'wait' }, { taskId: id }),
    worker.send(work, { does: 'wait' }, { taskId: id }),
  ]);
  await until('it runs', () => runs.length === 1);
  worker.settledAttempts.settled.add(id);
  await worker.event(await worker.send(work), 'succeeded');
  release();
  await worker.event(id, 'succeeded');
  await nothingIsLeft();
  expect(runs.filter((run) => run === id)).toEqual([id]);
});

it('does not run a copy that was found open while the original waited for a slot', async () => {
  await start({ concurrency: 1 });
  await worker.send(work, { does: 'wait' });
  await until('the slot is taken', () => runs.length === 1);
  const id = await worker.send(work);
  await worker.send(work, {}, { taskId: id, possibleDuplicate: true });
  worker.settledAttempts.standings.set(id, { standing: 'open', crashes: 0 });
  await until('the copy was asked about', () => worker.settledAttempts.asked.length === 1);
  release();
  await worker.event(id, 'succeeded');
  await worker.event(await worker.send(work), 'succeeded');
  await nothingIsLeft();
  expect(runs.filter((run) => run === id)).toEqual([id]);
});

describe('a delivery that was found open and then waited for a slot', () => {
  const afterALongWait = async (answer: AttemptStanding | 'silent') => {
    await start({ concurrency: 1 });
    await worker.send(work, { does: 'wait' });
    await until('the slot is taken', () => runs.length === 1);
    const id = await suspect({ standing: 'open', crashes: 0 });
    await until('it was asked about', () => worker.settledAttempts.asked.length === 1);
    if (answer === 'silent') worker.settledAttempts.trouble = answer;
    else worker.settledAttempts.standings.set(id, answer);
    // The answer was on its way for a moment.
    await pause(TRUSTED_MS + 500);
    release();
    return id;
  };

  it('is asked about again: another worker may have run it meanwhile', async () => {
    const id = await afterALongWait({ standing: 'settled' });
    await until('it was asked about', () => worker.settledAttempts.asked.length === 2);
    await worker.event(await worker.send(work), 'succeeded');
    await nothingIsLeft();
    expect(runs).not.toContain(id);
  });

  it('runs when it is open still', async () => {
    const id = await afterALongWait({ standing: 'open', crashes: 0 });
    await worker.event(id, 'succeeded');
  });

  it('goes round through the timers when there is no answer, and leaves its slot to others', async () => {
    const id = await afterALongWait('silent');
    const { message } = await nextTimer();
    expect(message).toMatchObject({ taskId: id, attempt: 1, possibleDuplicate: true });
    await worker.event(await worker.send(work), 'succeeded');
    expect(runs).not.toContain(id);
  });
});

it('sends an attempt that runs on another worker round through the timers', async () => {
  await start();
  const before = Date.now();
  const id = await suspect({ standing: 'running', worker: 'w2', started_at: new Date().toISOString() });
  const { message, dueAt } = await nextTimer();
  expect(message).toMatchObject({ taskId: id, attempt: 1, possibleDuplicate: true });
  expect(dueAt.getTime() - before).toBeGreaterThanOrEqual(5_000);
  await nothingIsLeft();
  expect(runs).toEqual([]);
});

it('does not wait for a run that must be over by now', async () => {
  await start();
  const started_at = new Date(Date.now() - 3 * 3_600_000).toISOString();
  const id = await suspect({ standing: 'running', worker: 'w2', started_at });
  await worker.event(id, 'succeeded');
});

it('sends a retry again that may have been lost with its worker', async () => {
  await start();
  const next_at = new Date(Date.now() + 60_000).toISOString();
  const id = await suspect({ standing: 'retried', next_at });
  const { message, dueAt } = await nextTimer();
  expect(message).toMatchObject({ taskId: id, attempt: 2, possibleDuplicate: true });
  expect(dueAt.toISOString()).toBe(next_at);
  await nothingIsLeft();
  expect(runs).toEqual([]);
});

it('asks about many in few questions', async () => {
  await start({ concurrency: 40 });
  const ids = Array.from({ length: 30 }, () => newTaskId());
  worker.settledAttempts.trouble = 'silent';
  await Promise.all(ids.map((taskId) => worker.send(work, {}, { taskId, possibleDuplicate: true })));
  await until('the first is asked about', () => worker.settledAttempts.questions > 0);
  await until('the others wait', async () => (await worker.broker.ready(queue())) === 0);
  worker.settledAttempts.trouble = null;
  for (const id of ids) await worker.event(id, 'succeeded');
  expect(worker.settledAttempts.questions).toBeLessThan(6);
});

it('keeps room for first deliveries while the monitor is away', async () => {
  await start({ concurrency: 2 });
  worker.settledAttempts.trouble = 'silent';
  // Prefetch is 34, of which 17 may wait.
  for (let n = 0; n < 60; n += 1) await worker.send(work, {}, { possibleDuplicate: true });
  await until('the rest is in the timers', async () => {
    return (await worker.broker.ready(worker.broker.names.timers)) === 43;
  });
  await worker.event(await worker.send(work), 'succeeded');
  expect(runs).toHaveLength(1);
  worker.settledAttempts.trouble = null;
  await until('those who waited run', () => runs.length === 18);
});

it('gives up what the monitor refuses to answer, and says why', async () => {
  await start();
  worker.settledAttempts.trouble = { code: 'bad_request', field: 'attempts', message: 'must be a list' };
  const id = await suspect({ standing: 'settled' });
  expect(await worker.event(id, 'failed')).toMatchObject({ error: { type: 'StandingRefused' } });
  const { headers } = (await worker.takeFrom(worker.broker.names.dead)).properties;
  expect(headers).toMatchObject({ dead_reason: 'question_refused', dead_task_name: 'default.work' });
});

describe('an attempt of which workers died', () => {
  const quarantine = () => worker.broker.names.quarantine('default');

  it('runs in quarantine from the second time on', async () => {
    await start();
    const id = await suspect({ standing: 'open', crashes: 2 });
    await worker.event(id, 'succeeded');
    expect(worker.settledAttempts.asked.filter(({ task_id }) => task_id === id)).toHaveLength(2);
    await nothingIsLeft();
    expect(await worker.broker.ready(quarantine())).toBe(0);
  });

  it('is brought back there when it comes by another way', async () => {
    await start();
    const id = await suspect({ standing: 'open', crashes: 3 }, { crashesBefore: 2 });
    await worker.event(id, 'succeeded');
    expect(worker.settledAttempts.asked.filter(({ task_id }) => task_id === id)).toHaveLength(2);
  });

  it('is given up after two crashes there', async () => {
    await start();
    const id = await suspect({ standing: 'open', crashes: 4 }, { crashesBefore: 2 });
    expect(await worker.event(id, 'failed')).toMatchObject({
      error: { type: 'WorkerCrashed', message: expect.stringContaining('crashed the worker') },
    });
    const dead = await worker.takeFrom(worker.broker.names.dead);
    expect(decodeTask(dead.content, dead.properties).taskId).toBe(id);
    expect(dead.properties.headers).toMatchObject({ dead_reason: 'crashed', dead_attempts: 1 });
    expect(runs).toEqual([]);
  });
});

describe('a task that no handler knows', () => {
  const send = async (type: string, headers: object = {}) => {
    const id = newTaskId();
    await worker.raw('[[],{},{}]', { contentType: 'application/json', type, messageId: id, headers });
    return id;
  };
  const failed = { error: { type: 'UnknownTask', message: expect.stringContaining('no task') } };

  it('waits for a newer worker, as the same attempt', async () => {
    await start();
    const id = await send('default.of_tomorrow');
    const { message } = await nextTimer();
    expect(message).toMatchObject({ taskId: id, attempt: 1, unknownSince: expect.any(String) });
    expect(worker.eventsOf(id)).toEqual([]);
  });

  it('ends when it has waited ten minutes, or can come from no version of ours', async () => {
    await start();
    const unknown_since = new Date(Date.now() - 601_000).toISOString();
    const ids = [await send('default.of_tomorrow', { unknown_since }), await send('proj.tasks.add')];
    for (const id of ids) expect(await worker.event(id, 'failed')).toMatchObject(failed);
    const dead = await worker.takeFrom(worker.broker.names.dead);
    expect(dead.properties.headers).toMatchObject({ dead_reason: 'unknown_task' });
  });
});

describe('the consumer timeout of the broker', () => {
  const HARD_MS = work.limits.hardMs;

  it('does not catch what waits behind long tasks', async () => {
    await start({ concurrency: 1, consumerTimeoutMs: HARD_MS + 61_000 });
    const first = await worker.send(work, { does: 'wait' });
    await until('it runs', () => runs.length === 1);
    const second = await worker.send(work);
    expect((await nextTimer()).message).toMatchObject({
      taskId: second,
      attempt: 1,
      possibleDuplicate: true,
    });
    release();
    await worker.event(first, 'succeeded');
    await nothingIsLeft();
    expect(runs).toEqual([first]);
  });

  it('may be a year, and sends nothing round that waits for a moment', async () => {
    await start({ concurrency: 1, consumerTimeoutMs: 365 * 24 * 3_600_000 });
    await worker.send(work, { does: 'wait' });
    await until('it runs', () => runs.length === 1);
    const second = await worker.send(work);
    await until('it waits in the line', () => worker.get(TaskIntake).figures.unacked['default'] === 2);
    await new Promise((resolve) => setTimeout(resolve, 50)); // longer than a timer that overflows takes
    release();
    await worker.event(second, 'succeeded');
    expect(await worker.broker.ready(worker.broker.names.timers)).toBe(0);
  });

  it('is the bound of limits that come with a message', async () => {
    await start();
    const id = await worker.send(work, {}, { hardLimitMs: 3_600_000 });
    expect(await worker.event(id, 'failed')).toMatchObject({
      error: { type: 'LimitTooLong', message: expect.stringMatching(/3600 s .* BROKER_CONSUMER_TIMEOUT/) },
    });
    expect(runs).toEqual([]);
  });
});
