import type { TaskRow } from './task-row.js';

/** Large, and written once: they stay in the database when a task is read to be changed. */
export const KEPT = ['args', 'kwargs', 'result'] as const;

/** All other columns of a task. */
export const SMALL = [
  'task_id',
  'state',
  'attempt',
  'task_name',
  'queue',
  'error',
  'progress',
  'progress_at',
  'priority',
  'max_retries',
  'eta',
  'expires',
  'submitted_at',
  'seen_at',
  'started_at',
  'finished_at',
  'duration_ms',
  'worker',
  'root_id',
  'parent_id',
  'schedule',
  'retried_from',
  'trace_id',
  'submitted_by',
  'revoke_requested_at',
  'soft_limit_ms',
  'hard_limit_ms',
  'attempts',
] as const satisfies readonly (keyof TaskRow)[];

/** Those that hold JSON. */
export const JSON_COLUMNS: ReadonlySet<keyof TaskRow> = new Set<keyof TaskRow>([
  ...KEPT,
  'error',
  'progress',
  'attempts',
]);
