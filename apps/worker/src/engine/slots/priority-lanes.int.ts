import { defineTask } from '@celerity/contracts';
import { until } from '@celerity/messaging/testing';
import { TestWorker } from '../../testing/test-worker.js';
import { HandlesTask } from '../handlers/task-handler.decorator.js';
import type { TaskContext } from '../handlers/task-context.js';

class Input {}
const mail = defineTask({
  ...{ name: 'mail', family: 'email', summary: 'test', effect: 'none' },
  ...{ input: Input, output: Input, retry: { maxRetries: 1, baseDelayMs: 0 } },
});
const letter = defineTask({
  ...{ name: 'letter', family: 'email', summary: 'test', effect: 'none', input: Input, output: Input },
});

let order: string[];
let failing: boolean;
let gate: PromiseWithResolvers<void>;

@HandlesTask(mail)
class MailHandler {
  async run(_: Input, context: TaskContext): Promise<object> {
    await gate.promise;
    order.push(context.taskId);
    if (failing) throw new Error('not now');
    return {};
  }
}

/** Sends a child without a word about its priority. */
@HandlesTask(letter)
class LetterHandler {
  async run(_: Input, context: TaskContext): Promise<object> {
    await context.send(mail, {}, { key: 'child' });
    return {};
  }
}

let worker: TestWorker;
const ready = (lane: 'high' | 'normal' | 'low') =>
  worker.broker.ready(worker.broker.names.queue('email', lane));

beforeEach(async () => {
  [order, failing, gate] = [[], false, Promise.withResolvers<void>()];
  worker = await TestWorker.start({
    ...{ tasks: [mail, letter], handlers: [MailHandler, LetterHandler], families: ['email'], concurrency: 1 },
  });
});

afterEach(async () => {
  gate.resolve();
  await worker.destroy();
});

it('lets urgent tasks overtake a backlog, and the least urgent go on', async () => {
  const send = (priority: number, count: number) =>
    Promise.all(Array.from({ length: count }, () => worker.send(mail, {}, { priority })));
  const low = new Set(await send(0, 21));
  // The worker holds them all before anything urgent arrives; one of them runs.
  await until('low is taken', async () => (await ready('low')) === 0);
  const high = new Set(await send(9, 30));
  await until('high is taken', async () => (await ready('high')) === 0);
  gate.resolve();
  await until('all have run', () => order.length === 51);
  const during = order.slice(1, 1 + 35);
  const [ofHigh, ofLow] = [high, low].map((ids) => during.filter((id) => ids.has(id)).length);
  expect(ofHigh).toBe(30);
  expect(ofLow).toBe(5);
});

it('keeps the lane over a retry, and gives it to children', async () => {
  failing = true;
  gate.resolve();
  const id = await worker.send(mail, {}, { priority: 0 });
  await worker.event(id, 'retry_scheduled');
  const timer = await worker.firstTimer();
  expect(timer).toMatchObject({ taskId: id, attempt: 2, priority: 0 });

  failing = false;
  const parent = await worker.send(letter, {}, { priority: 8 });
  await worker.event(parent, 'succeeded');
  const child = worker.events.find((event) => event.type === 'accepted' && event.parent_id === parent);
  expect(child).toMatchObject({ priority: 8 });
});
