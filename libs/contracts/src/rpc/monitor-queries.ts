import type { QueueStats, StatsWindow, SystemStats, TaskStats } from '../http/statistics.js';
import type { TaskFilter } from '../http/task-filter.js';
import type { TaskLogPage } from '../http/task-log.js';
import type { TaskPage, TaskView } from '../http/task-view.js';
import type { WorkerView } from '../http/worker-view.js';
import type { TaskState } from '../task-state.js';

/** Message patterns of the monitor's request/reply queue. */
export const MONITOR_QUERIES = {
  task: 'monitor.task',
  activeTasks: 'monitor.active-tasks',
  taskHistory: 'monitor.task-history',
  attemptSettled: 'monitor.attempt-settled',
  attemptStandings: 'monitor.attempt-standings',
  workers: 'monitor.workers',
  taskLog: 'monitor.task-log',
  taskStats: 'monitor.task-stats',
  queueStats: 'monitor.queue-stats',
  systemStats: 'monitor.system-stats',
  taskStates: 'monitor.task-states',
  taskNames: 'monitor.task-names',
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

/** Most tasks whose states are asked for at once. */
export const MAX_TASK_STATES = 1_000;

export interface TaskStatesQuery extends AfterBarrier {
  readonly task_ids: readonly string[];
}

/** Tasks of which nothing is known are absent. */
export interface TaskStatesAnswer extends Projected {
  readonly states: Readonly<Record<string, TaskState>>;
}

/** At most {@link MAX_TASK_STATES} of them. */
export interface TaskNamesQuery extends AfterBarrier {
  readonly task_ids: readonly string[];
}

/** What a task is called and where it runs; tasks whose entry is not projected are absent. */
export interface TaskNamesAnswer extends Projected {
  readonly names: Readonly<Record<string, { readonly task_name: string; readonly queue: string }>>;
}

/** What {@link AttemptStandingsQuery} was before; workers of an earlier version ask it. */
export interface AttemptSettledQuery {
  readonly task_id: string;
  readonly attempt: number;
  readonly barrier_id: string;
}

export interface AttemptSettledAnswer extends Projected {
  /** Task final, or a retry of this or a later attempt journaled: do not run it. */
  readonly settled: boolean;
}

/** May these deliveries run? Asked for redelivered and flagged messages only, many at a time. */
export interface AttemptStandingsQuery {
  readonly attempts: readonly { readonly task_id: string; readonly attempt: number }[];
  readonly barrier_id: string;
}

/**
 * How an attempt stands:
 * - `settled`: the task is final, or a later attempt has begun;
 * - `retried`: it failed and its retry is journaled, but nothing is known of the next attempt yet;
 * - `running`: begun by a worker that is alive;
 * - `open`: it may run. So many runs of it began on workers that are dead now.
 */
export type AttemptStanding =
  | { readonly standing: 'settled' }
  | { readonly standing: 'retried'; readonly next_at: string | null }
  | { readonly standing: 'running'; readonly worker: string; readonly started_at: string | null }
  | { readonly standing: 'open'; readonly crashes: number };

export interface AttemptStandingsAnswer extends Projected {
  /** In the order of the question. */
  readonly standings: readonly AttemptStanding[];
}

/** With a barrier, no living worker counts as offline because the projection lags. */
export type WorkersQuery = AfterBarrier;

export interface WorkersAnswer extends Projected {
  readonly workers: WorkerView[];
}

export interface TaskStatsQuery {
  readonly window: StatsWindow;
}

export interface TaskStatsAnswer extends Projected {
  readonly tasks: TaskStats[];
}

export type QueueStatsQuery = AfterBarrier;

export interface QueueStatsAnswer extends Projected {
  readonly queues: QueueStats[];
}

export interface SystemStatsAnswer extends Projected {
  readonly stats: SystemStats;
}

export interface TaskLogQuery {
  readonly task_id: string;
  readonly limit?: number;
  readonly cursor?: string;
}

export interface TaskLogAnswer extends Projected {
  readonly page: TaskLogPage;
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
