import { setTimeout as pause } from 'node:timers/promises';
import { Injectable } from '@nestjs/common';
import type { Family, TaskMessage } from '@celerity/contracts';
import { ConfirmUnknown, DeadLetters, type Death, type Delivery, TaskPublisher } from '@celerity/messaging';
import { ServiceLogger } from '@celerity/service';
import { RunningAttempts } from '../attempt/running-attempts.js';

const AGAIN_MS = 1_000;

/**
 * Hands messages over to another queue, for as long as it takes: what they come from must not be acked before.
 * Each resolves with true when the broker has the message, and with false when the worker goes before that.
 */
@Injectable()
export class Handover {
  constructor(
    private readonly tasks: TaskPublisher,
    private readonly deadLetters: DeadLetters,
    private readonly running: RunningAttempts,
    private readonly logger: ServiceLogger,
  ) {}

  toTimers(message: TaskMessage, dueAt: Date): Promise<boolean> {
    return this.untilConfirmed('timers', message.taskId, (again) =>
      this.tasks.delay({ message: again ? flagged(message) : message, dueAt }),
    );
  }

  toQuarantine(message: TaskMessage, family: Family): Promise<boolean> {
    return this.untilConfirmed('quarantine', message.taskId, () => this.tasks.quarantine(message, family));
  }

  toDeadLetters(delivery: Delivery, death: Death): Promise<boolean> {
    const taskId: unknown = delivery.properties.messageId;
    return this.untilConfirmed('dead letters', taskId, () => this.deadLetters.bury(delivery, death));
  }

  /** `again` says that an earlier copy may have arrived although no confirm came. */
  private async untilConfirmed(
    to: string,
    task_id: unknown,
    publish: (again: boolean) => Promise<void>,
  ): Promise<boolean> {
    for (let again = false; ;) {
      try {
        await publish(again);
        return true;
      } catch (error) {
        again ||= error instanceof ConfirmUnknown;
        this.logger.pino.warn({ task_id, to, reason: (error as Error).message }, 'cannot hand over yet');
        if (this.running.closed) return false;
        await pause(AGAIN_MS);
      }
    }
  }
}

function flagged(message: TaskMessage): TaskMessage {
  return { ...message, possibleDuplicate: true };
}
