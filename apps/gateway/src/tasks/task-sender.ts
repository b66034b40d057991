import { Injectable } from '@nestjs/common';
import type { TaskAccepted } from '@celerity/contracts';
import {
  BrokerUnavailable,
  ConfirmUnknown,
  PublishRefused,
  type Submission,
  TaskSubmitter,
} from '@celerity/messaging';
import { currentTrace, faultPoint, sendTraced, Tracing } from '@celerity/service';
import type { KeyedRequest } from '../idempotency/idempotency-keys.repository.js';
import { type KeyedAnswer, KeyedRequests } from '../idempotency/keyed-requests.js';
import { notAccepted, outcomeUnknown } from './submission-problems.js';
import { underId } from './under-id.js';

/** Accepts tasks: confirmed by the broker, and with a key only once. */
@Injectable()
export class TaskSender {
  constructor(
    private readonly submitter: TaskSubmitter,
    private readonly keyed: KeyedRequests,
    private readonly tracing: Tracing,
  ) {}

  /** @throws ProblemException 503 */
  async send(submission: Submission): Promise<TaskAccepted> {
    const { taskId } = submission.message;
    try {
      faultPoint('gateway.before_publish');
      const accepted = sendTraced(this.tracing, submission, currentTrace(), (traced) =>
        this.submitter.submit(traced),
      );
      faultPoint('gateway.after_publish');
      await accepted;
      faultPoint('gateway.after_confirm');
    } catch (error) {
      if (error instanceof ConfirmUnknown) throw outcomeUnknown(taskId);
      if (error instanceof PublishRefused || error instanceof BrokerUnavailable)
        throw notAccepted(error.message, submission.sentAgain);
      throw error;
    }
    const { name, family } = submission.task;
    return { task_id: taskId, task_name: name, status: 'PENDING', queue: family };
  }

  /**
   * `read` checks the request; a repeat that would not pass any more, because its time is over, has its answer all
   * the same.
   * @throws ProblemException 422, 503, and what `read` throws
   */
  async sendOnce(request: KeyedRequest, read: () => Submission): Promise<KeyedAnswer<TaskAccepted>> {
    let submission: Submission;
    try {
      submission = read();
    } catch (error) {
      const answer = await this.keyed.answerTo<TaskAccepted>(request);
      if (answer) return { answer, again: true };
      throw error;
    }
    return this.keyed.once(request, async ({ taskId, possibleDuplicate }) => ({
      answer: await this.send(underId(submission, taskId, possibleDuplicate)),
      complete: true,
    }));
  }
}
