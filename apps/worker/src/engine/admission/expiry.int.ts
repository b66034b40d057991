import { defineTask } from '@celerity/contracts';
import { until } from '@celerity/messaging/testing';
import { TestWorker } from '../../testing/test-worker.js';
import type { TaskContext } from '../handlers/task-context.js';
import { HandlesTask } from '../handlers/task-handler.decorator.js';

class Input {}
const base = { family: 'default', summary: 'test', effect: 'none', input: Input, output: Input } as const;
const held = defineTask({ ...base, name: 'held' });
const failing = defineTask({ ...base, name: 'failing' });

let runs: string[];
let gate: PromiseWithResolvers<void>;

@HandlesTask(held)
class HeldHandler {
  async run(_: Input, { taskId }: TaskContext): Promise<object> {
    runs.push(taskId);
    await gate.promise;
    return {};
  }
}

@HandlesTask(failing)
class FailingHandler {
  async run(_: Input, { taskId }: TaskContext): Promise<object> {
    runs.push(taskId);
    throw new Error('not now');
  }
}

let worker: TestWorker;
const inMs = (ms: number) => new Date(Date.now() + ms).toISOString();

beforeEach(async () => {
  [runs, gate] = [[], Promise.withResolvers<void>()];
  worker = await TestWorker.start({
    ...{ tasks: [held, failing], handlers: [HeldHandler, FailingHandler], concurrency: 1 },
  });
});

afterEach(async () => {
  gate.resolve();
  await worker.destroy();
});

it('does not run what expires while it waits for a slot', async () => {
  const running = await worker.send(held);
  await until('the slot is taken', () => runs.length === 1);
  const expires = inMs(300);
  const waiting = await worker.send(held, {}, { expires });
  await until('its time is up', () => Date.now() > Date.parse(expires));
  gate.resolve();
  expect(await worker.event(waiting, 'expired')).toMatchObject({ attempt: 1 });
  await worker.event(running, 'succeeded');
  expect(runs).toEqual([running]);
});

it('runs what expires later, and lets it finish past its expiry', async () => {
  const expires = inMs(1_000);
  const id = await worker.send(held, {}, { expires });
  await until('it runs', () => runs.length === 1);
  await until('its time is up', () => Date.now() > Date.parse(expires));
  gate.resolve();
  await worker.event(id, 'succeeded');
});

it('lets no retry outlive the expiry', async () => {
  const expires = inMs(3_600_000);
  const id = await worker.send(failing, {}, { expires });
  await worker.event(id, 'retry_scheduled');
  const retry = await worker.firstTimer();
  expect(retry).toMatchObject({ taskId: id, attempt: 2, expires });
  // As beat sends it on when the retry is due, an hour too late.
  await worker.send(failing, {}, { ...retry, expires: inMs(-1) });
  expect(await worker.event(id, 'expired')).toMatchObject({ attempt: 2 });
  expect(runs).toEqual([id]);
});
