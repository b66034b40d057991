import {
  childTaskId,
  type InputOf,
  type Kwargs,
  newTaskId,
  type TaskDefinition,
  validateInput,
} from '@celerity/contracts';
import type { Kysely, Transaction } from 'kysely';
import { RetryRequested } from '../engine/attempt/attempt-errors.js';
import type { TaskContext } from '../engine/handlers/task-context.js';
import { completeOnce } from '../engine/attempt/transactional-effect.js';
import { MALL_COMPLETION_TABLE } from '../mall/mall-database.js';

/** A child that a handler sent. */
export interface SentTask {
  readonly taskId: string;
  readonly task: TaskDefinition;
  readonly input: object;
  readonly key: string;
}

/** A context for handlers alone: real transactions and ids; children and progress are written down. */
export class RecordingContext implements TaskContext {
  readonly rootId: string;
  readonly parentId = null;
  readonly attempt = 1;
  readonly worker = 'test-worker';
  readonly controller = new AbortController();
  readonly signal = this.controller.signal;
  readonly sent: SentTask[] = [];
  readonly steps: { current: number; total: number; description?: string }[] = [];
  readonly lines: string[] = [];
  /** Called with each child before `send` resolves. */
  onSend: (child: SentTask) => Promise<void> | void = () => undefined;

  constructor(
    readonly taskName: string,
    readonly taskId: string = newTaskId(),
  ) {
    this.rootId = taskId;
  }

  get idempotencyKey(): string {
    return this.taskId;
  }

  readonly log = (message: string): void => void this.lines.push(message);

  progress(current: number, total: number, description?: string): void {
    this.steps.push({ current, total, ...(description ? { description } : {}) });
  }

  retry(delayMs: number, reason?: string): never {
    throw new RetryRequested(delayMs, reason);
  }

  async send<D extends TaskDefinition>(
    task: D,
    input: InputOf<D>,
    { key }: { key: string },
  ): Promise<string> {
    validateInput(task, [], { ...input } as Kwargs);
    const child = { taskId: childTaskId(this.taskId, key), task, input, key };
    this.sent.push(child);
    await this.onSend(child);
    return child.taskId;
  }

  transaction<DB, Output extends object>(
    db: Kysely<DB>,
    work: (trx: Transaction<DB>) => Promise<Output>,
  ): Promise<Output> {
    return completeOnce(db, MALL_COMPLETION_TABLE, this.taskId, work);
  }
}
