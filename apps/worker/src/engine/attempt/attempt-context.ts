import { Inject, Injectable } from '@nestjs/common';
import {
  childTaskId,
  type InputOf,
  type Kwargs,
  type TaskDefinition,
  type TaskMessage,
  validateInput,
} from '@celerity/contracts';
import { ConfirmUnknown, JournalWriter, submissionOf, TaskSubmitter } from '@celerity/messaging';
import { sendTraced, ServiceLogger, traceIdOf, Tracing } from '@celerity/service';
import type { Kysely, Transaction } from 'kysely';
import { AttemptEnded } from './attempt-errors.js';
import type { Cancellation } from './cancellation.js';
import { AttemptLog } from '../reporting/attempt-log.js';
import { LogBook } from '../reporting/log-book.js';
import { ProgressReporter } from '../reporting/progress-reporter.js';
import { retryAfter } from '../outcome/retry-after.js';
import { secretsHider } from '../reporting/secret-values.js';
import type { TaskContext, TaskLog } from '../handlers/task-context.js';
import { COMPLETION_TABLE, completeOnce } from './transactional-effect.js';
import { WorkerIdentity } from '../presence/worker-identity.js';

/** A context together with what must end when its attempt ends. */
export interface AttemptContext extends TaskContext {
  close(): void;
}

/** Makes the context that a handler gets. */
@Injectable()
export class AttemptContextFactory {
  constructor(
    private readonly identity: WorkerIdentity,
    private readonly journal: JournalWriter,
    private readonly submitter: TaskSubmitter,
    private readonly book: LogBook,
    private readonly logger: ServiceLogger,
    private readonly tracing: Tracing,
    @Inject(COMPLETION_TABLE) private readonly completionTable: string,
  ) {}

  create(task: TaskDefinition, message: TaskMessage, cancellation: Cancellation): AttemptContext {
    const { taskId, taskName, rootId, parentId, attempt } = message;
    // Made when they are used: most attempts say nothing.
    let log: TaskLog | null = null;
    let reporter: ProgressReporter | null = null;
    let ended = false;
    const assertOpen = (): void => {
      if (ended) throw new AttemptEnded();
    };
    return {
      taskId,
      taskName,
      rootId,
      parentId,
      attempt,
      worker: this.identity.name,
      idempotencyKey: taskId,
      get signal() {
        return cancellation.signal;
      },
      log: (text, facts) => (log ??= this.logOf(task, message))(text, facts),
      progress: (current, total, description) => {
        // Code that ignored its signal may still report when its attempt is over.
        if (!ended) (reporter ??= this.progressOf(message)).report(current, total, description);
      },
      retry: (delayMs, reason) => {
        throw retryAfter(delayMs, reason);
      },
      send: async (child, input, { key }) => {
        assertOpen();
        return this.send(message, child, input, key);
      },
      transaction: <DB, Output extends object>(
        db: Kysely<DB>,
        work: (trx: Transaction<DB>) => Promise<Output>,
      ): Promise<Output> => {
        if (task.effect !== 'transactional') throw new Error(`${task.name} is not declared transactional`);
        return completeOnce(db, this.completionTable, taskId, work, assertOpen);
      },
      close: () => {
        ended = true;
        reporter?.stop();
      },
    };
  }

  /** Lines go to the process log, and are kept with the task; secret arguments are hidden in both. */
  private logOf(task: TaskDefinition, message: TaskMessage): TaskLog {
    const { taskId, taskName, attempt } = message;
    const kept = new AttemptLog(message, (line) => this.book.add(line));
    const hide = secretsHider(task, message);
    return (said, given = {}) => {
      const [text, facts] = [hide(String(said)), hide(given)];
      this.logger.pino.info(
        { ...facts, task_id: taskId, task_name: taskName, attempt, trace_id: traceIdOf(message.traceparent) },
        text,
      );
      kept.write(text, facts);
    };
  }

  private progressOf({ taskId, attempt }: TaskMessage): ProgressReporter {
    return new ProgressReporter((progress) => {
      this.journal.append({
        type: 'progressed',
        task_id: taskId,
        at: new Date().toISOString(),
        attempt,
        worker: this.identity.name,
        progress,
      });
    });
  }

  private async send<D extends TaskDefinition>(
    parent: TaskMessage,
    child: D,
    input: InputOf<D>,
    key: string,
  ): Promise<string> {
    const kwargs = { ...input } as Kwargs;
    validateInput(child, [], kwargs);
    const taskId = childTaskId(parent.taskId, key);
    const submit = (possibleDuplicate: boolean) => {
      const submission = submissionOf(
        child,
        {
          taskId,
          args: [],
          kwargs,
          rootId: parent.rootId,
          parentId: parent.taskId,
          priority: parent.priority,
          possibleDuplicate,
        },
        { submittedBy: `task:${parent.taskName}`, sentAgain: true },
      );
      return sendTraced(this.tracing, submission, parent.traceparent, (traced) =>
        this.submitter.submit(traced),
      );
    };
    try {
      // A later attempt may be sending what an earlier one has already sent.
      await submit(parent.attempt > 1 || parent.possibleDuplicate);
    } catch (error) {
      if (!(error instanceof ConfirmUnknown)) throw error;
      await submit(true);
    }
    return taskId;
  }
}
