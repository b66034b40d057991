import { Injectable } from '@nestjs/common';
import {
  isFinal,
  type RetryAccepted,
  type TaskAccepted,
  type TaskRetry,
  type TaskView,
} from '@celerity/contracts';
import { GatewayConfig } from '../config/gateway-config.js';
import { ProblemException } from '../http/problem-exception.js';
import type { KeyedAnswer } from '../idempotency/keyed-requests.js';
import { requestHash } from '../idempotency/request-hash.js';
import type { Principal } from '../auth/principal.js';
import { repeatedSubmission } from './repeated-submission.js';
import { taskNotFound } from './task-not-found.js';
import { TaskReader } from './task-reader.js';
import { TaskSender } from './task-sender.js';

/** Sends ended tasks again, each time as a new task. */
@Injectable()
export class TaskRepeater {
  constructor(
    private readonly reader: TaskReader,
    private readonly sender: TaskSender,
    private readonly config: GatewayConfig,
  ) {}

  /** @throws ProblemException 404, 409 when it has not ended, 422, 503 */
  async repeat(
    taskId: string,
    edits: TaskRetry,
    { name }: Principal,
    key: string | null,
  ): Promise<KeyedAnswer<RetryAccepted>> {
    const original = await this.ended(taskId);
    const read = () => repeatedSubmission(original, edits, name, this.config.BROKER_CONSUMER_TIMEOUT);
    if (key === null) return { answer: linked(await this.sender.send(read()), taskId), again: false };
    const request = { principal: name, key, hash: requestHash('retry', taskId, edits) };
    const { answer, again } = await this.sender.sendOnce(request, read);
    return { answer: linked(answer, taskId), again };
  }

  /** A view may lag; that a task has not ended is said only of the present. */
  private async ended(taskId: string): Promise<TaskView> {
    const known = await this.reader.find(taskId);
    if (!known) throw taskNotFound(taskId);
    if (isFinal(known.status)) return known;
    const now = (await this.reader.findNow(taskId)) ?? known;
    if (isFinal(now.status)) return now;
    throw new ProblemException(409, {
      kind: 'not-ended',
      title: 'Conflict',
      detail:
        `Task ${taskId} has not ended: it is ${now.status}. ` +
        'Wait for its end, or revoke it first; to send one more like it, use POST /api/core/tasks.',
      task_id: taskId,
    });
  }
}

function linked(accepted: TaskAccepted, retried_from: string): RetryAccepted {
  return { ...accepted, retried_from };
}
