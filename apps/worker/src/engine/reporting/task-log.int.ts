import { IsString } from 'class-validator';
import { defineTask, type Logged } from '@celerity/contracts';
import { until } from '@celerity/messaging/testing';
import { TestWorker } from '../../testing/test-worker.js';
import { RunningAttempts } from '../attempt/running-attempts.js';
import type { TaskContext } from '../handlers/task-context.js';
import { HandlesTask, type TaskHandler } from '../handlers/task-handler.decorator.js';

class Input {
  @IsString() token: string;
}
class Nothing {}
class Output {}

const talkative = defineTask({
  name: 'talkative',
  family: 'default',
  summary: 'Logs a lot',
  input: Input,
  output: Output,
  effect: 'none',
  secrets: ['token'],
});

@HandlesTask(talkative)
class Talkative implements TaskHandler<typeof talkative> {
  async run({ token }: Input, context: TaskContext): Promise<Output> {
    for (let n = 0; n < 50; n += 1) context.log(`line ${n} of ${token}`, { n });
    return {};
  }
}

const lastWords = defineTask({
  name: 'last_words',
  family: 'default',
  summary: 'Logs when the worker is already draining',
  input: Nothing,
  output: Output,
  effect: 'none',
});

let begun: PromiseWithResolvers<void>;
let drained: PromiseWithResolvers<void>;

@HandlesTask(lastWords)
class LastWords implements TaskHandler<typeof lastWords> {
  async run(_: Nothing, context: TaskContext): Promise<Output> {
    begun.resolve();
    await drained.promise;
    context.log('done in time');
    return {};
  }
}

let worker: TestWorker;

beforeEach(async () => {
  worker = await TestWorker.start({ tasks: [talkative, lastWords], handlers: [Talkative, LastWords] });
});

afterEach(() => worker?.destroy());

const logged = (): Logged[] => worker.events.filter((event) => event.type === 'logged');
const lines = () => logged().flatMap((event) => event.lines);

it('writes the lines of many tasks in few events, without secrets', async () => {
  const ids = await Promise.all(
    Array.from({ length: 10 }, () => worker.send(talkative, { token: 'hush-hush' })),
  );
  await until('all lines', () => lines().length === 500);
  expect(logged().length).toBeLessThan(20);
  expect(JSON.stringify(logged())).not.toContain('hush-hush');
  for (const id of ids) {
    const own = lines().filter(({ task_id }) => task_id === id);
    expect(own.map(({ n }) => n)).toEqual(Array.from({ length: 50 }, (_, index) => index + 1));
    expect(own[7]).toMatchObject({ attempt: 1, text: 'line 7 of ***', facts: { n: 7 } });
  }
});

it('writes what waits when the worker stops', async () => {
  const id = await worker.send(talkative, { token: 'hush-hush' });
  await worker.event(id, 'succeeded');
  await worker.shutDown();
  await until('its lines', () => lines().filter(({ task_id }) => task_id === id).length === 50);
});

it('writes what an attempt says that finishes while the worker drains', async () => {
  begun = Promise.withResolvers<void>();
  drained = Promise.withResolvers<void>();
  const id = await worker.send(lastWords);
  await begun.promise;
  const down = worker.shutDown();
  await until('it drains', () => worker.get(RunningAttempts).closed);
  drained.resolve();
  await down;
  await worker.event(id, 'succeeded');
  await until('its line', () => lines().some(({ task_id }) => task_id === id));
});
