import { Injectable } from '@nestjs/common';
import type { TaskAccepted, TaskSubmission } from '@celerity/contracts';
import { BrokerUnavailable, ConfirmUnknown, PublishRefused, TaskSubmitter } from '@celerity/messaging';
import { faultPoint } from '@celerity/service';
import { GatewayConfig } from '../config/gateway-config.js';
import { readSubmission } from './read-submission.js';
import { notAccepted, outcomeUnknown } from './submission-problems.js';

/** Accepts tasks: checked against their contract, confirmed by the broker. */
@Injectable()
export class TaskSender {
  constructor(
    private readonly submitter: TaskSubmitter,
    private readonly config: GatewayConfig,
  ) {}

  /** @throws ProblemException 400, 422, 503 */
  async send(body: TaskSubmission, sentBy: string): Promise<TaskAccepted> {
    const submission = readSubmission(body, sentBy, this.config.BROKER_CONSUMER_TIMEOUT);
    const { taskId } = submission.message;
    try {
      faultPoint('gateway.before_publish');
      const accepted = this.submitter.submit(submission);
      faultPoint('gateway.after_publish');
      await accepted;
      faultPoint('gateway.after_confirm');
    } catch (error) {
      if (error instanceof ConfirmUnknown) throw outcomeUnknown(taskId);
      if (error instanceof PublishRefused || error instanceof BrokerUnavailable)
        throw notAccepted(error.message);
      throw error;
    }
    const { name, family } = submission.task;
    return { task_id: taskId, task_name: name, status: 'PENDING', queue: family };
  }
}
