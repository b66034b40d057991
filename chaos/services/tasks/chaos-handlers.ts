import {
  HandlesTask,
  type TaskHandler,
} from '@celerity/worker/dist/engine/handlers/task-handler.decorator.js';
import type { TaskContext } from '@celerity/worker/dist/engine/handlers/task-context.js';
import { Inject } from '@nestjs/common';
import { Kysely } from 'kysely';
import type { ChaosInput, ChaosOutput } from './chaos-input.js';
import { note, workAsTold } from './chaos-run.js';
import { chaosKeyed, chaosNone, chaosThread, chaosTransfer } from './chaos-tasks.js';
import type { EffectsDatabase } from './effects.js';

@HandlesTask(chaosNone)
export class ChaosNoneHandler implements TaskHandler<typeof chaosNone> {
  constructor(@Inject(Kysely) private readonly db: Kysely<EffectsDatabase>) {}

  async run(input: ChaosInput, context: TaskContext): Promise<ChaosOutput> {
    const output = await workAsTold(this.db, input, context);
    await note(this.db, input, context, 'done');
    return output;
  }
}

@HandlesTask(chaosKeyed)
export class ChaosKeyedHandler implements TaskHandler<typeof chaosKeyed> {
  constructor(@Inject(Kysely) private readonly db: Kysely<EffectsDatabase>) {}

  /** The outside system is the row's `task_id`: the same for every run of the task. */
  async run(input: ChaosInput, context: TaskContext): Promise<ChaosOutput> {
    const output = await workAsTold(this.db, input, context);
    await note(this.db, input, { ...context, taskId: context.idempotencyKey }, 'done');
    return output;
  }
}

@HandlesTask(chaosTransfer)
export class ChaosTransferHandler implements TaskHandler<typeof chaosTransfer> {
  constructor(@Inject(Kysely) private readonly db: Kysely<EffectsDatabase>) {}

  async run(input: ChaosInput, context: TaskContext): Promise<ChaosOutput> {
    const output = await workAsTold(this.db, input, context);
    return context.transaction(this.db, async (trx) => {
      await note(trx, input, context, 'done');
      return output;
    });
  }
}

@HandlesTask(chaosThread)
export class ChaosThreadHandler extends ChaosNoneHandler {}

export const chaosHandlers = [ChaosNoneHandler, ChaosKeyedHandler, ChaosTransferHandler, ChaosThreadHandler];
