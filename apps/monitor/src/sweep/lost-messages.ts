import { Injectable, Logger } from '@nestjs/common';
import { catalogue, type Failed } from '@celerity/contracts';
import { JournalWriter, TaskPublisher } from '@celerity/messaging';
import { describeError } from '@celerity/service';
import { ProjectionMetrics } from '../metrics/projection-metrics.js';
import { attemptOf, hiddenArguments, rebuiltMessage, type WaitingTask } from './rebuilt-message.js';

const JOURNAL_MS = 10_000;

/** Sends tasks again whose messages are gone, from what the journal knows of them. */
@Injectable()
export class LostMessages {
  private readonly logger = new Logger('Sweep');

  constructor(
    private readonly tasks: TaskPublisher,
    private readonly journal: JournalWriter,
    private readonly metrics: ProjectionMetrics,
  ) {}

  /** Never rejects: what could not be sent is found again by a later sweep. */
  async bringBack(task: WaitingTask, delayed: boolean): Promise<void> {
    const facts = { task_id: task.task_id, task_name: task.task_name, attempt: attemptOf(task) };
    try {
      const contract = catalogue.find(task.task_name);
      const hidden = contract ? hiddenArguments(task, contract) : [];
      if (hidden.length > 0) {
        await this.journal.append(cannotBeRebuilt(task, hidden), { timeoutMs: JOURNAL_MS }).confirmed;
        this.logger.error('a task is lost, and cannot be sent again without its secrets', facts);
        return;
      }
      const message = rebuiltMessage(task);
      // By way of the timers, where one that beat still has is recognised and not doubled.
      if (delayed) await this.tasks.delay({ message, dueAt: task.due_at ?? new Date() });
      else await this.tasks.publish(message);
      this.metrics.countSwept(task.queue);
      this.logger.warn('the message of a task was lost: sent again', facts);
    } catch (error) {
      this.logger.warn(`a lost task could not be sent again yet: ${describeError(error)}`, facts);
    }
  }
}

function cannotBeRebuilt(task: WaitingTask, hidden: readonly string[]): Failed {
  const which = hidden.join(', ');
  return {
    type: 'failed',
    task_id: task.task_id,
    at: new Date().toISOString(),
    attempt: attemptOf(task),
    worker: null,
    started_at: null,
    duration_ms: null,
    error: {
      type: 'MessageLost',
      message:
        `The task's message is in no queue any more, and it cannot be sent again, because ${which} is secret and ` +
        'kept nowhere else. Send it again.',
    },
  };
}
