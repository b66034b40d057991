import type { TaskResultView, TaskSnapshot, TaskView } from '@celerity/contracts';
import { ApiProblem } from './api-problem.js';
import type { RequestOptions } from './client-options.js';
import type { FollowOptions, StreamMessage } from './event-stream.js';
import { hasEnded } from './final-states.js';
import { pause } from './pause.js';
import { Unreachable } from './unreachable.js';
import { watchStream } from './watch-stream.js';

const POLL_S = 30;
const RETRY_MS = 1_000;

/** How to wait for the end of a task. */
export interface WaitOptions extends RequestOptions {
  /** Told of the task whenever its state or progress has changed. */
  readonly onProgress?: (task: TaskView) => void;
  /** Time between two looks at the progress where there is no stream of it; 500 ms unless given. */
  readonly progressEveryMs?: number;
  /** How long the gateway may be away in one go before waiting is given up; 30 s unless given. */
  readonly patienceMs?: number;
}

/** What of the client waiting needs. */
export interface TaskReads {
  task(id: string, options: RequestOptions): Promise<TaskView>;
  result(id: string, options: RequestOptions & { waitS: number }): Promise<TaskResultView>;
  followTask(id: string, options: FollowOptions): AsyncGenerator<StreamMessage<TaskSnapshot>>;
}

/**
 * Resolves with the outcome. Who wants to see the progress gets it from the task's stream; where that is refused or
 * cut, and where nobody wants to, long poll after long poll leads to the end.
 */
export async function waitFor(
  client: TaskReads,
  id: string,
  { signal, onProgress, progressEveryMs = 500, patienceMs = 30_000 }: WaitOptions,
): Promise<TaskResultView> {
  const tell = onProgress && onceEach(onProgress);
  const hasStreamed = tell ? await watchStream(client, id, tell, signal) : false;
  const over = new AbortController();
  const either = signal ? AbortSignal.any([signal, over.signal]) : over.signal;
  const polling = poll(client, id, patienceMs, either);
  const watching = tell && !hasStreamed ? watch(client, id, tell, progressEveryMs, either) : polling;
  try {
    // Watching ends by itself only when `onProgress` throws, which is the caller's to see.
    return await Promise.race([polling, watching.then(() => polling)]);
  } finally {
    over.abort();
    await Promise.allSettled([polling, watching]);
  }
}

/** Lets through what differs from what was told before. */
function onceEach(tell: (task: TaskView) => void): (task: TaskView) => void {
  let before = '';
  return (task) => {
    const now = JSON.stringify([task.status, task.attempt, task.progress]);
    if (now !== before) tell(task);
    before = now;
  };
}

async function poll(
  client: TaskReads,
  id: string,
  patienceMs: number,
  signal: AbortSignal,
): Promise<TaskResultView> {
  let awaySince: number | null = null;
  for (;;) {
    const asked = performance.now();
    let pauseMs = 0;
    try {
      const answer = await client.result(id, { waitS: POLL_S, signal });
      if (hasEnded(answer)) return answer;
      awaySince = null;
      // A gateway that shuts down answers early; asking again at once would only keep it busy.
      if (performance.now() - asked < RETRY_MS) pauseMs = RETRY_MS;
    } catch (error) {
      if (!mayPass(error)) throw error;
      awaySince ??= asked;
      if (performance.now() - awaySince >= patienceMs) throw error;
      pauseMs = retryMs(error);
    }
    if (pauseMs > 0) await pause(pauseMs, signal);
    signal.throwIfAborted();
  }
}

/** The progress is worth nothing by itself: whatever goes wrong here, the polls tell. */
async function watch(
  client: TaskReads,
  id: string,
  onProgress: (task: TaskView) => void,
  everyMs: number,
  signal: AbortSignal,
): Promise<void> {
  while (!signal.aborted) {
    const task = await client.task(id, { signal }).catch(() => null);
    if (task && !signal.aborted) onProgress(task);
    await pause(everyMs, signal);
  }
}

function mayPass(error: unknown): boolean {
  if (error instanceof ApiProblem) return error.isTemporary;
  return error instanceof Unreachable && error.reason !== 'not-celerity';
}

function retryMs(error: unknown): number {
  const asked = error instanceof ApiProblem ? error.retryAfterS : null;
  return asked === null ? RETRY_MS : Math.max(asked * 1_000, 50);
}
