import { IsOptional, IsString } from 'class-validator';
import { childTaskId, defineTask } from '@celerity/contracts';
import { until } from '@celerity/messaging/testing';
import { TestWorker } from '../../testing/test-worker.js';
import { AttemptEnded } from './attempt-errors.js';
import { LeftRunning } from './left-running.js';
import type { TaskContext } from '../handlers/task-context.js';
import { HandlesTask } from '../handlers/task-handler.decorator.js';

class Input {
  @IsOptional() @IsString() does?: string;
}
class Output {}
const base = { family: 'default', summary: 'test', input: Input, output: Output } as const;
const deaf = defineTask({
  ...base,
  name: 'deaf',
  effect: 'transactional',
  limits: { softMs: 20, hardMs: 60 },
});
const again = defineTask({
  ...base,
  name: 'again',
  effect: 'none',
  retry: { maxRetries: 1, giveUpOn: ['X'] },
});

let release: () => void;
let released: Promise<void>;
let afterwards: unknown[];

/** Heeds no signal, and then tries whatever has an effect. */
@HandlesTask(deaf)
class DeafHandler {
  async run(_input: Input, context: TaskContext): Promise<object> {
    await released;
    const late = [
      () => context.send(again, {}, { key: 'late' }),
      () => context.transaction(undefined as never, async () => ({})),
    ];
    for (const attempt of late) afterwards.push(await attempt().catch((error: unknown) => error));
    return {};
  }
}

@HandlesTask(again)
class AgainHandler {
  async run({ does }: Input, context: TaskContext): Promise<object> {
    if (does === 'never') return context.retry(Number.NaN);
    return context.retry(90_000, 'the bank is closed');
  }
}

let worker: TestWorker;

beforeEach(async () => {
  afterwards = [];
  ({ promise: released, resolve: release } = Promise.withResolvers<void>());
  worker = await TestWorker.start({ tasks: [deaf, again], handlers: [DeafHandler, AgainHandler] });
});

afterEach(async () => {
  release();
  await worker.destroy();
});

it('lets code that outlives its attempt neither send nor commit, and counts it', async () => {
  const left = worker.get(LeftRunning);
  const id = await worker.send(deaf);
  expect(await worker.event(id, 'failed')).toMatchObject({ error: { type: 'TimeLimitExceeded' } });
  expect(left.count).toBe(1);
  release();
  await until('the code ends', () => left.count === 0);
  expect(afterwards).toEqual([expect.any(AttemptEnded), expect.any(AttemptEnded)]);
  const child = childTaskId(id, 'late');
  expect(worker.events.filter((event) => 'task_id' in event && event.task_id === child)).toEqual([]);
});

it('tries again when the handler asks for it, as long as there are retries left', async () => {
  const before = Date.now();
  const id = await worker.send(again);
  const { error, next_at } = await worker.event(id, 'retry_scheduled');
  expect(error).toMatchObject({ type: 'RetryRequested', message: 'the bank is closed' });
  expect(Date.parse(next_at) - before).toBeGreaterThanOrEqual(90_000);
  const last = await worker.send(again, {}, { attempt: 2 });
  expect(await worker.event(last, 'failed')).toMatchObject({ error: { type: 'RetryRequested' } });
});

it('refuses a retry at no time', async () => {
  const id = await worker.send(again, { does: 'never' }, { maxRetries: 0 });
  expect(await worker.event(id, 'failed')).toMatchObject({ error: { type: 'RangeError' } });
});
