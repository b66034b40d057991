import type { InputOf, TaskDefinition, TaskMessage } from '@celerity/contracts';
import type { Kysely, Transaction } from 'kysely';
import { retryAfter } from '../outcome/retry-after.js';
import type { TaskContext } from '../handlers/task-context.js';
import { completeOnce } from '../attempt/transactional-effect.js';
import type { ThreadLink } from './thread-link.js';

/** Between two progress messages of an attempt: the main thread keeps no more of them than that. */
const INTERVAL_MS = 200;

interface Surroundings {
  readonly worker: string;
  readonly link: ThreadLink;
  readonly completionTable: string;
}

/** What a handler gets in a thread: the main thread's context at the end of a link, and transactions of its own. */
export function threadContext(
  task: TaskDefinition,
  { taskId, taskName, rootId, parentId, attempt }: TaskMessage,
  { worker, link, completionTable }: Surroundings,
): TaskContext {
  let reportedAt = -Infinity;
  return {
    ...{ taskId, taskName, rootId, parentId, attempt, worker },
    idempotencyKey: taskId,
    signal: link.signal,
    log: (text, facts = {}) => link.tell({ type: 'log', text, facts: portable(facts) }),
    progress: (current, total, description = '') => {
      // No timer: code that never yields reports too, and the last report is the main thread's to keep.
      const now = performance.now();
      if (now - reportedAt < INTERVAL_MS && current < total) return;
      reportedAt = now;
      link.tell({ type: 'progress', progress: { current, total, description } });
    },
    retry: (delayMs, reason) => {
      throw retryAfter(delayMs, reason);
    },
    send: <D extends TaskDefinition>(child: D, input: InputOf<D>, { key }: { key: string }) =>
      link.send(child.name, portable(input as object), key),
    transaction: <DB, Output extends object>(
      db: Kysely<DB>,
      work: (trx: Transaction<DB>) => Promise<Output>,
    ): Promise<Output> => {
      if (task.effect !== 'transactional') throw new Error(`${task.name} is not declared transactional`);
      return completeOnce(db, completionTable, taskId, work);
    },
  };
}

/** As JSON would carry it: a class instance or a function cannot cross to the main thread. */
function portable<T extends object>(value: T): Record<string, unknown> {
  return JSON.parse(JSON.stringify(value)) as Record<string, unknown>;
}
