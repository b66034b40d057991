import {
  type Accepted,
  isFinal,
  isTaskEvent,
  type JournalEvent,
  stateAfter,
  type TaskEvent,
  type TaskView,
} from '@celerity/contracts';

/** Tasks and barriers as one journal tells them: what the monitor knows, in memory and in little. */
export class Projection {
  readonly tasks = new Map<string, TaskView>();
  private readonly barriers = new Set<string>();
  private readonly waiting = new Map<string, () => void>();

  apply(event: JournalEvent): void {
    if (event.type === 'barrier') {
      this.barriers.add(event.barrier_id);
      this.waiting.get(event.barrier_id)?.();
    } else if (event.type === 'accepted') {
      this.tasks.set(event.task_id, viewOf(event));
    } else if (event.type === 'revoke_requested') {
      const task = this.tasks.get(event.task_id);
      if (task) task.revoke_requested_at ??= event.at;
    } else if (isTaskEvent(event)) this.advance(event);
  }

  async passed(barrier: string | undefined): Promise<void> {
    if (barrier === undefined || this.barriers.has(barrier)) return;
    await new Promise<void>((resolve) => this.waiting.set(barrier, resolve));
  }

  private advance(event: TaskEvent): void {
    const task = this.tasks.get(event.task_id);
    if (!task || isFinal(task.status)) return;
    const status = stateAfter(event);
    Object.assign(task, {
      status,
      result: event.type === 'succeeded' ? event.result : null,
      error: event.type === 'failed' ? event.error : null,
      finished_at: isFinal(status) ? event.at : null,
    });
  }
}

function viewOf({ type: _, at, ...accepted }: Accepted): TaskView {
  return {
    ...accepted,
    status: 'PENDING',
    args: [...accepted.args],
    result: null,
    error: null,
    progress: null,
    attempt: 1,
    revoke_requested_at: null,
    submitted_at: at,
    started_at: null,
    finished_at: null,
    duration_ms: null,
    worker: null,
  };
}
