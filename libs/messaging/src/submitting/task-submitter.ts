import { BrokerUnavailable, ConfirmUnknown, PublishRefused } from '../connection/broker-errors.js';
import type { JournalWriter } from '../journal/journal-writer.js';
import type { TaskPublisher } from './task-publisher.js';
import { acceptedEvent, type Submission } from './task-submission.js';

/** Longest wait for the confirm that a task is withdrawn, in milliseconds: an answer is due. */
const WITHDRAWN_MS = 150;

/**
 * Accepts tasks: the message to its queue (or to the timers, when delayed) and the `accepted` event to the
 * journal, side by side, both confirmed before it resolves. The only way by which a task comes into being.
 */
export class TaskSubmitter {
  constructor(
    private readonly tasks: TaskPublisher,
    private readonly journal: JournalWriter,
    /** Longest wait for the journal's confirm, in milliseconds. */
    private readonly timeoutMs: number,
  ) {}

  /**
   * Resolves when the task is accepted.
   * @throws BrokerUnavailable it is not accepted; PublishRefused it never will be;
   *   ConfirmUnknown it may have been.
   */
  async submit(submission: Submission): Promise<void> {
    const { message, eta } = submission;
    // Before anything is written of it: under a flood that would fill the journal's backlog.
    const { refusal } = this.tasks;
    if (refusal !== null) throw new BrokerUnavailable(refusal);
    const entry = this.journal.append(acceptedEvent(submission, new Date()), { timeoutMs: this.timeoutMs });
    const published = eta ? this.tasks.delay({ message, dueAt: eta }) : this.tasks.publish(message);
    const [task, journal] = await Promise.allSettled([published, entry.confirmed]);
    if (task.status === 'fulfilled' && journal.status === 'fulfilled') return;
    if (task.status === 'fulfilled') throw unknown(journal as PromiseRejectedResult);
    // The task is in no queue, so its `accepted` is no promise. But `refused` is final: it must not be said of
    // a task that will be sent again under the same id.
    const certain = !(task.reason instanceof ConfirmUnknown);
    const journaled = journal.status === 'fulfilled' || !(journal.reason instanceof BrokerUnavailable);
    if (!certain || !journaled || submission.sentAgain) throw task.reason;
    const reason = (task.reason as Error).message;
    if (await this.withdrawn(submission, reason)) throw task.reason;
    throw new ConfirmUnknown(`the task was not published, but may be sent later: ${reason}`);
  }

  /**
   * False when the journal has not confirmed in time that the task is refused: as long as it holds the entry alone, the
   * sweep takes the task for one whose message was lost. It goes on trying.
   */
  private async withdrawn({ message }: Submission, reason: string): Promise<boolean> {
    const at = new Date().toISOString();
    const { confirmed } = this.journal.append({ type: 'refused', task_id: message.taskId, at, reason });
    let timer: NodeJS.Timeout | undefined;
    const late = new Promise<false>((resolve) => (timer = setTimeout(() => resolve(false), WITHDRAWN_MS)));
    const done = confirmed.then(
      () => true,
      () => false,
    );
    return Promise.race([done, late]).finally(() => clearTimeout(timer));
  }
}

/** The task is in its queue and will run: without its entry nobody may be told that it was refused. */
function unknown({ reason }: PromiseRejectedResult): Error {
  if (reason instanceof BrokerUnavailable || reason instanceof PublishRefused) {
    return new ConfirmUnknown(`the task was published, its journal entry was not: ${reason.message}`);
  }
  return reason as Error;
}
