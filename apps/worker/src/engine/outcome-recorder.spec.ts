import { defineTask, newTaskId } from '@celerity/contracts';
import type { DelayedTask, JournalWriter, TaskPublisher } from '@celerity/messaging';
import type { ServiceLogger } from '@celerity/service';
import type { Attempt } from './attempt.js';
import { OutcomeRecorder } from './outcome-recorder.js';
import { RunningAttempts } from './running-attempts.js';
import { WorkerIdentity } from './worker-identity.js';

class Nothing {}
const task = defineTask({
  family: 'default',
  name: 'recorded',
  summary: 'test',
  input: Nothing,
  output: Nothing,
  effect: 'none',
});
const outcome = { kind: 'retry', error: { type: 'E', message: 'e' }, nextAt: new Date() } as const;

let steps: string[];
let delayed: DelayedTask[];
let handOver: PromiseWithResolvers<void>;
let running: RunningAttempts;
let recorder: OutcomeRecorder;

/** As a sender of an older version would name the task. */
const attempt = () => {
  const message = { taskId: newTaskId(), taskName: 'recorded', attempt: 1, possibleDuplicate: false };
  const started = { confirmed: Promise.resolve() };
  return { message, registered: { task }, startedAt: new Date(), started } as unknown as Attempt;
};

beforeEach(() => {
  steps = [];
  delayed = [];
  handOver = Promise.withResolvers<void>();
  handOver.promise.catch(() => undefined); // not every test gets as far as to wait for it
  running = new RunningAttempts();
  const journal = {
    append: ({ type }: { type: string }) => {
      steps.push(type);
      return { confirmed: Promise.resolve() };
    },
  };
  const tasks = {
    delay: async (retry: DelayedTask) => {
      delayed.push(retry);
      await handOver.promise;
      steps.push('delayed');
    },
  };
  recorder = new OutcomeRecorder(
    journal as unknown as JournalWriter,
    tasks as unknown as TaskPublisher,
    new WorkerIdentity(),
    running,
    { pino: { warn: () => undefined } } as unknown as ServiceLogger,
  );
});

it('journals a retry only when the timers have it, for a settled attempt is never run again', async () => {
  const recorded = recorder.record(attempt(), outcome);
  await new Promise((resolve) => setImmediate(resolve));
  expect(steps).toEqual([]);
  handOver.resolve();
  expect(await recorded).toBe(true);
  expect(steps).toEqual(['delayed', 'retry_scheduled']);
});

it('hands over a retry although the worker is shutting down', async () => {
  await running.drain(0);
  handOver.resolve();
  expect(await recorder.record(attempt(), outcome)).toBe(true);
  expect(steps).toEqual(['delayed', 'retry_scheduled']);
});

it('journals nothing when the retry cannot be handed over before the worker goes', async () => {
  await running.drain(0);
  handOver.reject(new Error('no broker'));
  expect(await recorder.record(attempt(), outcome)).toBe(false);
  expect(steps).toEqual([]);
});

it('flags a retry, which the attempt may outlive, and names it so that it finds its queue', async () => {
  handOver.resolve();
  await recorder.record(attempt(), outcome);
  expect(delayed[0]?.message).toMatchObject({
    attempt: 2,
    taskName: 'default.recorded',
    possibleDuplicate: true,
  });
});
