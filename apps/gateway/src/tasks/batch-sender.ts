import { Injectable } from '@nestjs/common';
import { type BatchEntry, batchTaskId, type TaskBatchAnswer } from '@celerity/contracts';
import type { Submission } from '@celerity/messaging';
import { GatewayConfig } from '../config/gateway-config.js';
import { ProblemException } from '../http/problem-exception.js';
import { problemBody } from '../http/problem-body.js';
import { type KeyedAnswer, KeyedRequests, type Turn } from '../idempotency/keyed-requests.js';
import { requestHash } from '../idempotency/request-hash.js';
import { inLanes } from './in-lanes.js';
import { readEntry, tasksOf } from './read-batch.js';
import { TaskSender } from './task-sender.js';
import { underId } from './under-id.js';

/** Most tasks of one batch that wait for confirms: it must not take the whole window from everybody else. */
const IN_FLIGHT = 250;

/** Accepts many tasks at once, each on its own. */
@Injectable()
export class BatchSender {
  constructor(
    private readonly sender: TaskSender,
    private readonly keyed: KeyedRequests,
    private readonly config: GatewayConfig,
  ) {}

  /** @throws ProblemException 400 when the batch itself is malformed; with a key 422, 503 */
  async send(body: unknown, sentBy: string, key: string | null): Promise<KeyedAnswer<TaskBatchAnswer>> {
    const tasks = tasksOf(body);
    if (key === null) return { answer: await this.sendAll(tasks, sentBy, null), again: false };
    const request = { principal: sentBy, key, hash: requestHash('batch', tasks) };
    return this.keyed.once(request, async (turn) => {
      const answer = await this.sendAll(tasks, sentBy, turn);
      return { answer, complete: answer.results.every(({ status }) => status !== 503) };
    });
  }

  /** Hundreds are under way at a time: they share the broker's round trips and the journal's batches. */
  private async sendAll(
    tasks: readonly unknown[],
    sentBy: string,
    turn: Turn | null,
  ): Promise<TaskBatchAnswer> {
    const now = new Date();
    const before = turn?.before as TaskBatchAnswer | null | undefined;
    const results = await inLanes(tasks, IN_FLIGHT, async (task, index) => {
      const settled = before?.results[index];
      // Whoever was told yes or no before is told the same again.
      if (settled && settled.status !== 503) return settled;
      return this.sendEntry(readEntry(task, sentBy, this.config.BROKER_CONSUMER_TIMEOUT, now), index, turn);
    });
    const accepted = results.filter(({ status }) => status === 201).length;
    return { accepted, refused: results.length - accepted, results };
  }

  private async sendEntry(
    entry: Submission | ProblemException,
    index: number,
    turn: Turn | null,
  ): Promise<BatchEntry> {
    if (entry instanceof ProblemException) return refused(entry);
    const submission = turn ? underId(entry, batchTaskId(turn.taskId, index), turn.possibleDuplicate) : entry;
    try {
      return { status: 201, task: await this.sender.send(submission), problem: null };
    } catch (error) {
      if (error instanceof ProblemException) return refused(error);
      throw error;
    }
  }
}

function refused(problem: ProblemException): BatchEntry {
  return { status: problem.getStatus(), task: null, problem: problemBody(problem) };
}
