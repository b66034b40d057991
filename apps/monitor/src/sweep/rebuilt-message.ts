import { type Kwargs, type TaskDefinition, type TaskMessage } from '@celerity/contracts';

/** What the history knows of a task whose message may be lost. */
export interface WaitingTask {
  readonly task_id: string;
  readonly task_name: string;
  readonly queue: string;
  readonly state: 'PENDING' | 'RETRY';
  readonly attempt: number;
  readonly args: readonly unknown[];
  readonly kwargs: Kwargs;
  readonly priority: number;
  readonly max_retries: number;
  readonly expires: Date | null;
  readonly root_id: string;
  readonly parent_id: string | null;
  readonly trace_id: string | null;
  readonly soft_limit_ms: number | null;
  readonly hard_limit_ms: number | null;
  /** When it was to run; null for at once. */
  readonly due_at: Date | null;
}

/** What the journal has in place of a secret. */
const HIDDEN = '***';

/** The number of the attempt that a waiting task waits for. */
export function attemptOf({ state, attempt }: Pick<WaitingTask, 'state' | 'attempt'>): number {
  return state === 'RETRY' ? attempt + 1 : attempt;
}

/** Arguments that the journal does not have, because the contract calls them secret. */
export function hiddenArguments(task: WaitingTask, contract: TaskDefinition): string[] {
  return contract.secrets.filter((name) => {
    const position = contract.positional.indexOf(name);
    return task.kwargs[name] === HIDDEN || (position >= 0 && task.args[position] === HIDDEN);
  });
}

/** The same message once more, flagged: the one before may turn up yet. */
export function rebuiltMessage(task: WaitingTask): TaskMessage {
  return {
    taskId: task.task_id,
    taskName: task.task_name,
    args: task.args,
    kwargs: task.kwargs,
    attempt: attemptOf(task),
    priority: task.priority,
    rootId: task.root_id,
    parentId: task.parent_id,
    expires: task.expires?.toISOString() ?? null,
    maxRetries: task.max_retries,
    softLimitMs: task.soft_limit_ms,
    hardLimitMs: task.hard_limit_ms,
    traceparent: traceparentOf(task),
    possibleDuplicate: true,
  };
}

/** The journal keeps the trace and not the span; the task's own id stands in for it. */
function traceparentOf({ trace_id, task_id }: WaitingTask): string | null {
  if (trace_id === null || !/^[0-9a-f]{32}$/.test(trace_id)) return null;
  return `00-${trace_id}-${task_id.replaceAll('-', '').slice(-16)}-01`;
}
