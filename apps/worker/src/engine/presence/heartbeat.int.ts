import { IsInt } from 'class-validator';
import { defineTask, type WorkerEvent } from '@celerity/contracts';
import { until } from '@celerity/messaging/testing';
import { TestWorker } from '../../testing/test-worker.js';
import { HandlesTask, type TaskHandler } from '../handlers/task-handler.decorator.js';

class Nothing {}

class Answer {
  @IsInt() answer: number;
}

const held = defineTask({
  name: 'held',
  family: 'default',
  summary: 'Runs until the test lets it end',
  input: Nothing,
  output: Answer,
  effect: 'none',
});

let release: () => void = () => undefined;

@HandlesTask(held)
class Held implements TaskHandler<typeof held> {
  async run(): Promise<Answer> {
    await new Promise<void>((resolve) => (release = resolve));
    return { answer: 42 };
  }
}

let worker: TestWorker;

beforeEach(async () => {
  worker = await TestWorker.start({ tasks: [held], handlers: [Held], heartbeatMs: 100 });
});

afterEach(() => worker?.destroy());

const ofWorker = (): WorkerEvent[] =>
  worker.events.filter((event) => event.type === 'worker_beat' || event.type === 'worker_stopped');

it('says what it is doing, again and again', async () => {
  const taskId = await worker.send(held);
  await until('a busy heartbeat', () => ofWorker().some(({ active }) => active === 1));
  expect(ofWorker().at(-1)).toMatchObject({
    pid: process.pid,
    queues: ['default'],
    unacked: { default: 1 },
    processed: 0,
    concurrency: 4,
    version: expect.stringMatching(/^\d+\.\d+\.\d+/) as string,
    interval_ms: 100,
  });
  release();
  await worker.event(taskId, 'succeeded');
  await until('an idle heartbeat', () => ofWorker().some(({ processed }) => processed === 1));
  const beats = ofWorker();
  expect(beats.at(-1)).toMatchObject({ active: 0, unacked: { default: 0 } });
  expect(beats.map(({ seq }) => seq)).toEqual(beats.map((_, index) => index + 1));
  expect(new Set(beats.map(({ worker_id }) => worker_id)).size).toBe(1);
});

it('says that it is stopping while it drains, and goodbye at the end', async () => {
  await worker.send(held);
  await until('a busy heartbeat', () => ofWorker().some(({ active }) => active === 1));
  const stopped = worker.shutDown();
  await until('a heartbeat that says so', () =>
    ofWorker().some((event) => event.type === 'worker_beat' && event.stopping && event.active === 1),
  );
  expect(ofWorker().some(({ type }) => type === 'worker_stopped')).toBe(false);
  release();
  await stopped;
  await until('the goodbye', () => ofWorker().at(-1)?.type === 'worker_stopped');
  expect(ofWorker().at(-1)).toMatchObject({ active: 0, processed: 1, unacked: { default: 0 } });
});
