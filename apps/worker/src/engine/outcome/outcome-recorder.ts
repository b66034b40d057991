import { Injectable } from '@nestjs/common';
import type { TaskEvent, TaskMessage } from '@celerity/contracts';
import { JournalWriter } from '@celerity/messaging';
import { faultPoint } from '@celerity/service';
import type { Attempt } from '../attempt/attempt.js';
import type { AttemptOutcome, Interrupted } from '../attempt/attempt-outcome.js';
import { isSuspect } from '../admission/attempt-admission.js';
import { Handover } from '../admission/handover.js';
import { WorkerIdentity } from '../presence/worker-identity.js';

/** Writes how an attempt ended; when it resolves, everything that must survive is in the broker. */
@Injectable()
export class OutcomeRecorder {
  constructor(
    private readonly journal: JournalWriter,
    private readonly handover: Handover,
    private readonly identity: WorkerIdentity,
  ) {}

  /** True when the delivery may be acked. */
  async record(attempt: Attempt, outcome: Exclude<AttemptOutcome, Interrupted>): Promise<boolean> {
    await this.journal.append(this.eventOf(attempt, outcome), { supersedes: attempt.started }).confirmed;
    if (outcome.kind !== 'retry') return true;
    // After the event: from then on this attempt never runs again, so nothing competes with its retry. Whoever gets
    // the delivery after a death between the two learns from the journal that the retry is to be sent.
    faultPoint('worker.before_delay');
    const sent = await this.handover.toTimers(nextAttempt(attempt), outcome.nextAt);
    faultPoint('worker.after_delay');
    return sent;
  }

  private eventOf(attempt: Attempt, outcome: Exclude<AttemptOutcome, Interrupted>): TaskEvent {
    const now = new Date();
    const { taskId, attempt: number } = attempt.message;
    const trace = attempt.span ? { traceparent: attempt.span.traceparent } : {};
    const at = now.toISOString();
    if (outcome.kind === 'expired')
      return { type: 'expired', task_id: taskId, at, attempt: number, ...trace };
    const ended = {
      task_id: taskId,
      at,
      attempt: number,
      ...trace,
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
      case 'revoked':
        return { type: 'revoked', ...ended, error: outcome.error };
    }
  }
}

/**
 * Sent once, it need not ask anybody before it runs. But of an attempt that may have run elsewhere too, the other run
 * sends a retry as well: this one is flagged, so that the two do not go on side by side.
 */
function nextAttempt({ delivery, message, registered }: Attempt): TaskMessage {
  const { crashesBefore: _, ...rest } = message;
  return {
    ...rest,
    // An old sender's short name would route to no queue.
    taskName: registered.task.name,
    attempt: message.attempt + 1,
    possibleDuplicate: isSuspect(delivery, message),
  };
}
