import type { InputOf, TaskDefinition } from '@celerity/contracts';
import type { Kysely, Transaction } from 'kysely';

/** One line of a task's own log: what it says and the facts that go with it. */
export type TaskLog = (message: string, facts?: Record<string, unknown>) => void;

/** What a handler may do besides computing. One context belongs to one attempt. */
export interface TaskContext {
  readonly taskId: string;
  readonly taskName: string;
  readonly rootId: string;
  readonly parentId: string | null;
  /** 1 for the first attempt. */
  readonly attempt: number;
  /** Name of the worker that runs the attempt. */
  readonly worker: string;
  /** The same for every attempt of the task: give it to outside systems so that they recognise a repeat. */
  readonly idempotencyKey: string;
  /** Aborted at the soft time limit, on revoke and on shutdown. Pass it on to whatever waits. */
  readonly signal: AbortSignal;
  readonly log: TaskLog;
  /** Reports progress; calls are coalesced, so call it as often as you like. */
  progress(current: number, total: number, description?: string): void;
  /**
   * Ends the attempt and asks for another one after `delayMs` milliseconds, up to a year; `reason` is shown as the
   * attempt's error. It throws, so let it out of `run`. Counts as a retry: when there are none left, the task fails.
   */
  retry(delayMs: number, reason?: string): never;
  /**
   * Sends a child task and resolves, with its id, when the broker has it. The id derives from this task
   * and `key`, so a rerun sends the same child, not a second one.
   * @throws InvalidArguments when the input does not fit the child's contract; AttemptEnded when this attempt is
   *   over although its code still runs.
   */
  send<D extends TaskDefinition>(
    task: D,
    input: InputOf<D>,
    options: { readonly key: string },
  ): Promise<string>;
  /**
   * For `transactional` tasks: runs `work` in one PostgreSQL transaction together with the task's completion
   * marker, which holds what `work` returns. When an earlier attempt has already committed, `work` is not run
   * and the task ends with that attempt's result. Send children inside, before the commit.
   * @throws AttemptEnded, and nothing is committed, when this attempt is over although its code still runs.
   */
  transaction<DB, Output extends object>(
    db: Kysely<DB>,
    work: (trx: Transaction<DB>) => Promise<Output>,
  ): Promise<Output>;
}
