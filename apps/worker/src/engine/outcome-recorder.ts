import { setTimeout as pause } from 'node:timers/promises';
import { Injectable } from '@nestjs/common';
import type { TaskEvent, TaskMessage } from '@celerity/contracts';
import { JournalWriter, TaskPublisher } from '@celerity/messaging';
import { faultPoint, ServiceLogger } from '@celerity/service';
import type { Attempt } from './attempt.js';
import type { AttemptOutcome, Interrupted, RetryLater } from './attempt-outcome.js';
import { RunningAttempts } from './running-attempts.js';
import { WorkerIdentity } from './worker-identity.js';

const AGAIN_MS = 1_000;

/** Writes how an attempt ended; when it resolves, everything that must survive is in the broker. */
@Injectable()
export class OutcomeRecorder {
  constructor(
    private readonly journal: JournalWriter,
    private readonly tasks: TaskPublisher,
    private readonly identity: WorkerIdentity,
    private readonly running: RunningAttempts,
    private readonly logger: ServiceLogger,
  ) {}

  /** True when the delivery may be acked. */
  async record(attempt: Attempt, outcome: Exclude<AttemptOutcome, Interrupted>): Promise<boolean> {
    // Before the event: an attempt whose retry is journaled counts as settled and is never run again, so a death
    // between the two must leave the retry in the timers.
    if (outcome.kind === 'retry' && !(await this.delay(attempt, outcome))) return false;
    faultPoint('worker.after_delay');
    await this.journal.append(this.eventOf(attempt, outcome), { supersedes: attempt.started }).confirmed;
    return true;
  }

  private eventOf(attempt: Attempt, outcome: Exclude<AttemptOutcome, Interrupted>): TaskEvent {
    const now = new Date();
    const { taskId, attempt: number } = attempt.message;
    const ofTask = { task_id: taskId, at: now.toISOString(), attempt: number };
    const ended = {
      ...ofTask,
      worker: this.identity.name,
      started_at: attempt.startedAt.toISOString(),
      duration_ms: now.getTime() - attempt.startedAt.getTime(),
    };
    switch (outcome.kind) {
      case 'succeeded':
        return { type: 'succeeded', ...ended, result: outcome.result };
      case 'failed':
        return { type: 'failed', ...ended, error: outcome.error };
      case 'retry':
        return {
          type: 'retry_scheduled',
          ...ended,
          error: outcome.error,
          next_at: outcome.nextAt.toISOString(),
        };
      case 'expired':
        return { type: 'expired', ...ofTask };
    }
  }

  /** Hands the next attempt to the timers, for as long as it takes: the ack must not come before it. */
  private async delay({ message, registered }: Attempt, { nextAt }: RetryLater): Promise<boolean> {
    const next: TaskMessage = {
      ...message,
      // An old sender's short name would route to no queue.
      taskName: registered.task.name,
      attempt: message.attempt + 1,
      // A death before the event makes this attempt run again and perhaps succeed: the retry must ask before it runs.
      possibleDuplicate: true,
    };
    for (;;) {
      try {
        await this.tasks.delay({ message: next, dueAt: nextAt });
        return true;
      } catch (error) {
        // A copy that did arrive is recognised by the timers: (task id, attempt) is unique there.
        this.logger.pino.warn(
          { task_id: message.taskId, reason: (error as Error).message },
          'cannot schedule the retry yet',
        );
        if (this.running.closed) return false;
        await pause(AGAIN_MS);
      }
    }
  }
}
