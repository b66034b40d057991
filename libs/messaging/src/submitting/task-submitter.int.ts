import { debugTask, type JournalEvent, newTaskId, testTask } from '@celerity/contracts';
import { ConfirmUnknown, PublishRefused } from '../connection/broker-errors.js';
import { JournalReader } from '../journal/journal-reader.js';
import { JournalWriter } from '../journal/journal-writer.js';
import { Publisher } from '../publishing/publisher.js';
import { TestBroker, until } from '../testing/index.js';
import { TaskPublisher } from './task-publisher.js';
import { submissionOf } from './task-submission.js';
import { TaskSubmitter } from './task-submitter.js';

let broker: TestBroker;
let publisher: Publisher;
let submitter: TaskSubmitter;
let events: JournalEvent[];

beforeEach(async () => {
  broker = await TestBroker.create();
  events = [];
  const connection = broker.connection();
  publisher = new Publisher(connection, { confirmTimeoutMs: 500 });
  const journal = new JournalWriter(publisher, broker.names.journal);
  submitter = new TaskSubmitter(new TaskPublisher(publisher, broker.names), journal, 1_000);
  const reader = new JournalReader(connection, {
    journal: broker.names.journal,
    prefetch: 10,
    position: async () => 0,
    onBatch: (batch, done) => {
      events.push(...batch.events);
      done();
    },
  });
  await reader.start();
  await connection.start();
});

afterEach(async () => {
  publisher.stop();
  await broker.destroy();
});

const submission = () => submissionOf(testTask, { taskId: newTaskId(), args: ['hi'], kwargs: {} });

it('puts the task into its queue and its entry into the journal', async () => {
  const { message } = submission();
  await submitter.submit(submissionOf(testTask, { ...message, priority: 7 }, { submittedBy: 'me' }));
  expect(await broker.ready(broker.names.queue('default'))).toBe(1);
  await until('the entry is read', () => events.length === 1);
  expect(events[0]).toMatchObject({
    type: 'accepted',
    task_id: message.taskId,
    task_name: 'default.test_task',
    queue: 'default',
    args: ['hi'],
    priority: 7,
    max_retries: 3,
    submitted_by: 'me',
    root_id: message.taskId,
  });
});

it('leaves a delayed task to the timers', async () => {
  await submitter.submit({ ...submission(), eta: new Date(Date.now() + 60_000) });
  expect(await broker.ready(broker.names.timers)).toBe(1);
  expect(await broker.ready(broker.names.queue('default'))).toBe(0);
});

it('withdraws the entry of a task that no queue takes', async () => {
  await broker.deleteQueue(broker.names.queue('default'));
  await expect(
    submitter.submit(submissionOf(debugTask, { taskId: newTaskId(), args: [], kwargs: {} })),
  ).rejects.toBeInstanceOf(PublishRefused);
  await until('both events are read', () => events.length === 2);
  expect(events.map(({ type }) => type)).toEqual(['accepted', 'refused']);
});

it('does not withdraw a task that will be sent again under its id', async () => {
  await broker.deleteQueue(broker.names.queue('default'));
  const { message } = submission();
  await expect(submitter.submit(submissionOf(testTask, message, { sentAgain: true }))).rejects.toBeInstanceOf(
    PublishRefused,
  );
  await submitter.submit({ ...submission(), eta: new Date(Date.now() + 60_000) });
  await until('the later entry is read', () => events.length === 2);
  expect(events.map(({ type }) => type)).toEqual(['accepted', 'accepted']);
});

it('says unknown when the confirms stay out', async () => {
  broker.proxy.stall();
  await expect(submitter.submit(submission())).rejects.toBeInstanceOf(ConfirmUnknown);
  broker.proxy.resume();
});
