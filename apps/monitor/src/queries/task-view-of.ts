import { type AttemptView, catalogue, type TaskView, visibleArguments } from '@celerity/contracts';
import type { Selectable } from 'kysely';
import type { TasksTable } from '../database/monitor-database.js';
import type { AttemptRecord } from '../projection/task-row.js';

export type TaskRecord = Selectable<TasksTable>;

/** The API's view of a task. What its contract calls secret is hidden here, so that it leaves the monitor nowhere. */
export function taskViewOf(task: TaskRecord): TaskView {
  const contract = task.task_name === null ? undefined : catalogue.find(task.task_name);
  return {
    task_id: task.task_id,
    task_name: task.task_name ?? '',
    queue: task.queue ?? '',
    status: task.state,
    ...visibleArguments(contract, task.args ?? [], task.kwargs ?? {}),
    result: task.result ?? null,
    error: task.error,
    progress: task.progress,
    attempt: task.attempt,
    max_retries: task.max_retries ?? 0,
    soft_time_limit: seconds(task.soft_limit_ms),
    time_limit: seconds(task.hard_limit_ms),
    priority: task.priority ?? 0,
    eta: iso(task.eta),
    expires: iso(task.expires),
    revoke_requested_at: iso(task.revoke_requested_at),
    submitted_at: iso(task.submitted_at),
    started_at: iso(task.started_at),
    finished_at: iso(task.finished_at),
    duration_ms: task.duration_ms,
    worker: task.worker,
    root_id: task.root_id ?? task.task_id,
    parent_id: task.parent_id,
    schedule: task.schedule,
    retried_from: task.retried_from,
    trace_id: task.trace_id,
    submitted_by: task.submitted_by,
  };
}

/** An attempt as the API shows it. */
export function attemptViewOf(record: AttemptRecord): AttemptView {
  const { attempt, state, worker, started_at, finished_at, error, next_at = null } = record;
  return { attempt, state, worker, started_at, finished_at, error, next_at };
}

function iso(instant: Date | null): string | null {
  return instant?.toISOString() ?? null;
}

function seconds(ms: number | null): number | null {
  return ms === null ? null : ms / 1_000;
}
