import { Injectable } from '@nestjs/common';
import {
  isFinal,
  type RevokeRequested,
  stateAfter,
  type TaskEvent,
  type TaskRevoked,
  type TaskState,
  type TaskView,
} from '@celerity/contracts';
import {
  BrokerUnavailable,
  ConfirmUnknown,
  JournalWriter,
  PublishRefused,
  RevocationPublisher,
} from '@celerity/messaging';
import { MonitorUnavailable } from '@celerity/service';
import { JournalTail } from '../journal/journal-tail.js';
import { taskNotFound } from '../tasks/task-not-found.js';
import { TaskReader } from '../tasks/task-reader.js';
import { LiveConsumers } from './live-consumers.js';
import { RevocationHearing } from './revocation-hearing.js';
import { alreadyFinal, notRevoked, revocationUnknown } from './revocation-problems.js';

/** Longest wait for the workers' word. */
const WORD_MS = 2_000;
/** With no consumer a worker may still be finishing what it has begun: it is given this long to say so. */
const LAST_WORD_MS = 100;
const CONFIRM_MS = 1_700;
/** Longest wait for the history: without it the revocation is accepted all the same. */
const HISTORY_MS = 1_500;

/** What is known when the waiting is over. */
interface Standing {
  readonly request: RevokeRequested;
  /** The task as it was before; null when the history could not be asked. */
  readonly before: TaskView | null;
  readonly hearing: RevocationHearing;
  /** Workers that could begin it now; null when that is not known. */
  readonly workers: number | null;
}

/** Revokes tasks: durably first, then as certain as it can be told within two seconds. */
@Injectable()
export class TaskRevoker {
  constructor(
    private readonly reader: TaskReader,
    private readonly tail: JournalTail,
    private readonly revocations: RevocationPublisher,
    private readonly journal: JournalWriter,
    private readonly consumers: LiveConsumers,
  ) {}

  /** @throws ProblemException 404, 409, 503 */
  async revoke(task_id: string, terminate: boolean, by: string): Promise<TaskRevoked> {
    const hearing = new RevocationHearing();
    const unsubscribe = await this.tail.subscribe(task_id, hearing.hear);
    try {
      const before = await this.present(task_id);
      if (before && isFinal(before.status)) throw alreadyFinal(task_id, before.status);
      const at = new Date().toISOString();
      const request: RevokeRequested = { type: 'revoke_requested', task_id, at, by, terminate };
      await this.tell(request);
      const workers = before && (await this.consumers.of(before.queue));
      const status = await this.outcome({ request, before, hearing, workers });
      // Who looks at the task after this answer shall see the same.
      if (status === 'REVOKED') await this.present(task_id);
      return { task_id, status, revoke_requested_at: at, ...(before ? {} : { stale: true }) };
    } finally {
      unsubscribe();
    }
  }

  /** Null when the history cannot be asked; @throws ProblemException when it knows of no such task. */
  private async present(taskId: string): Promise<TaskView | null> {
    try {
      const task = await this.reader.findNow(taskId, HISTORY_MS);
      if (!task) throw taskNotFound(taskId);
      return task;
    } catch (error) {
      if (error instanceof MonitorUnavailable) return null;
      throw error;
    }
  }

  /** Workers first: the history must not show a request that nobody will hear of. */
  private async tell(request: RevokeRequested): Promise<void> {
    try {
      await this.revocations.publish(request);
    } catch (error) {
      if (error instanceof ConfirmUnknown) throw revocationUnknown(request.task_id);
      if (error instanceof BrokerUnavailable || error instanceof PublishRefused)
        throw notRevoked(error.message);
      throw error;
    }
    await this.journal.append(request, { timeoutMs: CONFIRM_MS }).confirmed.catch(() => {
      throw revocationUnknown(request.task_id);
    });
  }

  private async outcome(standing: Standing): Promise<TaskState> {
    const { request, before, hearing, workers } = standing;
    const now = performance.now();
    const isIdle = () => before !== null && workers !== null && hearing.idleWorkers(before.queue) >= workers;
    if (workers === 0)
      await hearing.until(() => hearing.running || hearing.ended !== null, now + LAST_WORD_MS);
    await hearing.until(
      () => hearing.ended !== null || (hearing.running ? !request.terminate : isIdle()),
      now + WORD_MS,
    );
    if (hearing.ended) return endedBy(request.task_id, hearing.ended);
    if (hearing.running) return before?.status === 'PROGRESS' ? 'PROGRESS' : 'STARTED';
    return isIdle() ? this.decide(request.task_id) : (before?.status ?? 'PENDING');
  }

  /**
   * No worker has begun it, and none will any more; what they wrote of it before is known behind a barrier. A task
   * that is not between attempts then was begun by a worker that is gone, and ends when it is delivered again.
   */
  private async decide(task_id: string): Promise<TaskState> {
    const task = await this.present(task_id);
    if (!task) return 'PENDING';
    if (isFinal(task.status)) return stateOrConflict(task_id, task.status);
    if (task.status !== 'PENDING' && task.status !== 'RETRY') return task.status;
    const attempt = task.status === 'RETRY' ? task.attempt + 1 : task.attempt;
    const at = new Date().toISOString();
    const entry = this.journal.append({ type: 'revoked', task_id, at, attempt }, { timeoutMs: CONFIRM_MS });
    return entry.confirmed.then(
      () => 'REVOKED',
      () => task.status,
    );
  }
}

function endedBy(taskId: string, event: TaskEvent): TaskState {
  return stateOrConflict(taskId, stateAfter(event));
}

/** @throws ProblemException 409 when it ended otherwise first */
function stateOrConflict(taskId: string, state: TaskState): TaskState {
  if (state !== 'REVOKED') throw alreadyFinal(taskId, state);
  return state;
}
