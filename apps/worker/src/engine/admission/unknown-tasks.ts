import { Injectable } from '@nestjs/common';
import { describeError, isFamily, type TaskMessage } from '@celerity/contracts';
import type { Delivery } from '@celerity/messaging';
import { UnknownTask } from '../attempt/attempt-errors.js';
import { GivenUp } from './given-up.js';
import { Postponement } from './postponement.js';

/** How long a task that nobody knows is kept for a newer worker, in milliseconds from first sight. */
const KEPT_MS = 10 * 60_000;
const AGAIN_MS = 5_000;
const AGAIN_AT_MOST_MS = 30_000;

/**
 * What becomes of tasks without a handler here. While a new version is being rolled out, its tasks reach old
 * workers too: they go round through the timers, as the same attempt, until somebody knows them.
 */
@Injectable()
export class UnknownTasks {
  constructor(
    private readonly postponement: Postponement,
    private readonly givenUp: GivenUp,
  ) {}

  async keep(delivery: Delivery, message: TaskMessage): Promise<void> {
    const unknownSince = message.unknownSince ?? new Date().toISOString();
    const waited = Date.now() - Date.parse(unknownSince);
    if (waited < KEPT_MS && comesBack(message)) {
      const ms = Math.min(AGAIN_AT_MOST_MS, AGAIN_MS + waited / 4);
      return this.postponement.postpone(delivery, { ...message, unknownSince }, ms, 'no such task here yet');
    }
    await this.givenUp.bury(
      delivery,
      message,
      'unknown_task',
      describeError(new UnknownTask(message.taskName)),
    );
  }
}

/** Whether the name leads back to a queue of tasks: every task of any version is called `<family>.<name>`. */
function comesBack({ taskName }: TaskMessage): boolean {
  const [family = '', name, ...more] = taskName.split('.');
  return isFamily(family) && name !== undefined && name !== '' && more.length === 0;
}
