import type { TaskFilter } from '../http/task-filter.js';
import type { TaskPage, TaskView } from '../http/task-view.js';

/** Message patterns of the monitor's request/reply queue. */
export const MONITOR_QUERIES = {
  task: 'monitor.task',
  activeTasks: 'monitor.active-tasks',
  taskHistory: 'monitor.task-history',
  attemptSettled: 'monitor.attempt-settled',
} as const;

/** Answers wait until this barrier event is projected; without it they show what is projected now. */
interface AfterBarrier {
  readonly barrier_id?: string;
}

/** Every answer says up to which journal offset (exclusive) it is true. */
export interface Projected {
  readonly projected_offset: number;
}

export interface TaskQuery extends AfterBarrier {
  readonly task_id: string;
}

export interface TaskAnswer extends Projected {
  readonly task: TaskView | null;
}

export interface TasksQuery extends AfterBarrier {
  readonly filter: TaskFilter;
}

export interface TasksAnswer extends Projected {
  readonly page: TaskPage;
}

/** May this delivery run? Asked for redelivered and flagged messages only. */
export interface AttemptSettledQuery {
  readonly task_id: string;
  readonly attempt: number;
  readonly barrier_id: string;
}

export interface AttemptSettledAnswer extends Projected {
  /** Task final, or a retry of this or a later attempt journaled: do not run it. */
  readonly settled: boolean;
}

/** How the monitor says no, as it travels. */
export type QueryError =
  | { readonly code: 'bad_request'; readonly field: string; readonly message: string }
  | { readonly code: 'not_projected'; readonly message: string };

/** True for errors of the monitor itself, as opposed to those of the transport. */
export function isQueryError(error: unknown): error is QueryError {
  if (typeof error !== 'object' || error === null || !('code' in error)) return false;
  return error.code === 'bad_request' || error.code === 'not_projected';
}
