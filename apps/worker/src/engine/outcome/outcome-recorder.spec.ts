import { defineTask, newTaskId, type TaskMessage } from '@celerity/contracts';
import type { JournalWriter } from '@celerity/messaging';
import type { Attempt } from '../attempt/attempt.js';
import type { Handover } from '../admission/handover.js';
import { OutcomeRecorder } from './outcome-recorder.js';
import { WorkerIdentity } from '../presence/worker-identity.js';

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
let delayed: TaskMessage[];
let journaled: PromiseWithResolvers<void>;
let handedOver: PromiseWithResolvers<boolean>;
let recorder: OutcomeRecorder;

/** As a sender of an older version would name the task. */
const attempt = ({ redelivered = false, possibleDuplicate = false } = {}) => {
  const message = {
    taskId: newTaskId(),
    taskName: 'recorded',
    attempt: 1,
    possibleDuplicate,
    crashesBefore: 2,
  };
  const started = { confirmed: Promise.resolve() };
  const delivery = { redelivered };
  return { delivery, message, registered: { task }, startedAt: new Date(), started } as unknown as Attempt;
};
const turn = () => new Promise((resolve) => setImmediate(resolve));

beforeEach(() => {
  steps = [];
  delayed = [];
  journaled = Promise.withResolvers<void>();
  handedOver = Promise.withResolvers<boolean>();
  const journal = {
    append: ({ type }: { type: string }) => {
      steps.push(type);
      return { confirmed: journaled.promise };
    },
  };
  const handover = {
    toTimers: (message: TaskMessage) => {
      steps.push('timers');
      delayed.push(message);
      return handedOver.promise;
    },
  };
  recorder = new OutcomeRecorder(
    journal as unknown as JournalWriter,
    handover as unknown as Handover,
    new WorkerIdentity(),
  );
});

it('sends a retry only when it is journaled, for then its attempt never runs again beside it', async () => {
  const recorded = recorder.record(attempt(), outcome);
  await turn();
  expect(steps).toEqual(['retry_scheduled']);
  journaled.resolve();
  await turn();
  expect(steps).toEqual(['retry_scheduled', 'timers']);
  handedOver.resolve(true);
  expect(await recorded).toBe(true);
});

it('does not let the delivery be acked when the retry could not be sent before the worker goes', async () => {
  journaled.resolve();
  handedOver.resolve(false);
  expect(await recorder.record(attempt(), outcome)).toBe(false);
});

it('sends a retry that need not ask, under a name that finds its queue, with nothing of the attempt before', async () => {
  journaled.resolve();
  handedOver.resolve(true);
  await recorder.record(attempt(), outcome);
  expect(delayed[0]).toMatchObject({ attempt: 2, taskName: 'default.recorded', possibleDuplicate: false });
  expect(delayed[0]).not.toHaveProperty('crashesBefore');
});

it('flags the retry of an attempt that may have run elsewhere too, so that a task is not tried on two ways', async () => {
  journaled.resolve();
  handedOver.resolve(true);
  await recorder.record(attempt({ possibleDuplicate: true }), outcome);
  await recorder.record(attempt({ redelivered: true }), outcome);
  expect(delayed.map(({ possibleDuplicate }) => possibleDuplicate)).toEqual([true, true]);
});
