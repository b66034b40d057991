import type { MessagePort } from 'node:worker_threads';
import type { Progress, TaskError, TaskMessage } from '@celerity/contracts';

/** What a thread is started with to run one attempt. */
export interface ThreadJob {
  readonly message: TaskMessage;
  /** Name of the worker, as in the journal. */
  readonly worker: string;
  /** Module whose `createThreadModule()` gives the tasks' Nest module: a file URL. */
  readonly moduleUrl: string;
  /** The thread's end of the attempt's channel. */
  readonly port: MessagePort;
}

/** From the worker's main thread. */
export type ToThread =
  | { readonly type: 'abort'; readonly reason: TaskError }
  | { readonly type: 'sent'; readonly call: number; readonly taskId: string }
  | { readonly type: 'not_sent'; readonly call: number; readonly error: TaskError };

/** From the thread. `begun` is the first, `ended` is the last. */
export type FromThread =
  | { readonly type: 'begun'; readonly threadId: number }
  | { readonly type: 'progress'; readonly progress: Omit<Progress, 'percent'> }
  | { readonly type: 'log'; readonly text: string; readonly facts: Record<string, unknown> }
  | {
      readonly type: 'send';
      readonly call: number;
      readonly taskName: string;
      readonly input: object;
      readonly key: string;
    }
  | { readonly type: 'ended'; readonly ending: ThreadEnding };

/** How the handler ended: as it would have in-process, in words that can travel. */
export type ThreadEnding =
  | { readonly kind: 'returned'; readonly result: unknown }
  /** An earlier attempt's transaction has committed; its stored result. */
  | { readonly kind: 'already_completed'; readonly result: unknown }
  | { readonly kind: 'asked_to_retry'; readonly delayMs: number; readonly reason: string }
  | { readonly kind: 'threw'; readonly error: TaskError };
