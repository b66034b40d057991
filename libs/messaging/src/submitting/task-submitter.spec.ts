import { type JournalEvent, newTaskId, testTask } from '@celerity/contracts';
import { BrokerUnavailable, ConfirmUnknown } from '../connection/broker-errors.js';
import type { JournalWriter } from '../journal/journal-writer.js';
import type { TaskPublisher } from './task-publisher.js';
import { submissionOf } from './task-submission.js';
import { TaskSubmitter } from './task-submitter.js';

/** A submitter whose task found no place at the broker in time, although its entry is in the journal. */
const submitter = (withdrawal: Promise<void>) => {
  const written: JournalEvent[] = [];
  const journal = {
    append: (event: JournalEvent) => {
      written.push(event);
      return { confirmed: event.type === 'accepted' ? Promise.resolve() : withdrawal };
    },
  };
  const tasks = { refusal: null, publish: () => Promise.reject(new BrokerUnavailable('no place')) };
  const made = new TaskSubmitter(
    tasks as unknown as TaskPublisher,
    journal as unknown as JournalWriter,
    1_000,
  );
  return { written, submitter: made };
};
const submission = () => submissionOf(testTask, { taskId: newTaskId(), args: ['hi'], kwargs: {} });

it('says that a task is not accepted when its entry is withdrawn', async () => {
  const { submitter: made, written } = submitter(Promise.resolve());
  await expect(made.submit(submission())).rejects.toThrow(BrokerUnavailable);
  expect(written.map(({ type }) => type)).toEqual(['accepted', 'refused']);
});

it('says unknown when the withdrawal is not confirmed: the sweep would send the task', async () => {
  const { submitter: made } = submitter(new Promise(() => undefined));
  await expect(made.submit(submission())).rejects.toThrow(ConfirmUnknown);
});
