import { IsOptional, IsString } from 'class-validator';
import { defineTask, newTaskId } from '@celerity/contracts';
import { TestWorker } from '../../testing/test-worker.js';
import { HandlesTask } from '../handlers/task-handler.decorator.js';

class Input {
  @IsOptional() @IsString() word?: string;
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

@HandlesTask(work)
class WorkHandler {
  async run(): Promise<object> {
    return {};
  }
}

let worker: TestWorker;
beforeEach(async () => {
  worker = await TestWorker.start({ tasks: [work], handlers: [WorkHandler], graceMs: 100 });
});
afterEach(async () => {
  await worker?.destroy();
});

/** What other programs may put into a queue of tasks, and what would go wrong if it were sent on as it is. */
const hostile = {
  'a name longer than AMQP can carry in a property': {
    content: '[[], {}, {}]',
    properties: { headers: { task: `default.${'n'.repeat(300)}`, id: newTaskId() } },
  },
  'a name too long for a routing key': {
    content: '[[], {}, {}]',
    properties: { type: `default.${'n'.repeat(245)}`, messageId: newTaskId() },
  },
  'arguments nested too deep to be written again': {
    content: `[[${'['.repeat(100_000)}${']'.repeat(100_000)}], {}, {}]`,
    properties: { type: 'default.nobody', messageId: newTaskId() },
  },
  'headers too large to be written with a cause beside them': {
    content: 'no task',
    properties: { type: 'default.work', messageId: newTaskId(), headers: { filler: 'f'.repeat(65_450) } },
  },
  'a header as long as all together, of a task that nobody knows': {
    content: '[[], {}, {}]',
    properties: { type: 'default.nobody', messageId: newTaskId(), headers: { root: 'f'.repeat(65_450) } },
  },
};

it.each(Object.entries(hostile))('gives up %s, and goes on', async (_, { content, properties }) => {
  const { broker } = worker;
  await broker.publish(broker.names.queue('default'), content, {
    contentType: 'application/json',
    ...properties,
  });
  const dead = await worker.takeFrom(broker.names.dead);
  expect(dead.properties.headers).toMatchObject({ dead_queue: broker.names.queue('default') });
  await worker.event(await worker.send(work), 'succeeded');
});
