import type { TaskView } from '@celerity/contracts';

export const TASK_ID = '01900000-0000-7000-8000-000000000001';

/** A task that has succeeded, with changes. */
export function sampleTask(changes: Partial<TaskView> = {}): TaskView {
  return {
    task_id: TASK_ID,
    task_name: 'email.cleanup_old_notifications',
    queue: 'email',
    status: 'SUCCESS',
    args: [],
    kwargs: {},
    result: { deleted: 12 },
    error: null,
    progress: null,
    attempt: 1,
    max_retries: 3,
    priority: 5,
    eta: null,
    expires: null,
    revoke_requested_at: null,
    submitted_at: new Date(Date.now() - 7_300_000).toISOString(),
    started_at: new Date(Date.now() - 7_250_000).toISOString(),
    finished_at: new Date(Date.now() - 7_200_500).toISOString(),
    duration_ms: 1_234,
    worker: 'host-1:4711:abcdef',
    root_id: TASK_ID,
    parent_id: null,
    schedule: null,
    retried_from: null,
    trace_id: null,
    submitted_by: 'admin',
    ...changes,
  };
}
