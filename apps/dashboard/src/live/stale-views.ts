import type { StreamedEvent } from '@celerity/contracts';

/** The first part of a query's key: what it shows. */
export type View =
  | 'tasks'
  | 'queues'
  | 'stats'
  | 'task-stats'
  | 'workers'
  | 'dead-letters'
  | 'schedules'
  | 'schedule'
  | 'task'
  | 'logs'
  | 'children';

const MOST_FIRED = 1_000;

/** Tells which views an event makes stale, beyond what it tells itself. */
export class StaleViews {
  /** Tasks that schedules sent: their end is the schedule's last run. */
  private readonly fired = new Set<string>();

  of(event: StreamedEvent): readonly View[] {
    switch (event.type) {
      case 'logged':
        return ['logs'];
      case 'progressed':
      case 'revoke_acknowledged':
      case 'interrupted':
        return ['children'];
      case 'accepted':
        return event.schedule
          ? [...this.firing(event.task_id), 'tasks', 'queues', 'stats', 'children']
          : ['tasks', 'queues', 'stats', 'children'];
      case 'started':
      case 'rescheduled':
      case 'revoke_requested':
        return ['queues', 'stats', 'workers', 'children', 'task'];
      case 'retry_scheduled':
        return ['tasks', 'queues', 'stats', 'task-stats', 'workers', 'children', 'task'];
      default:
        return [
          'tasks',
          'queues',
          'stats',
          'task-stats',
          'workers',
          'children',
          'task',
          'logs',
          ...(event.type === 'failed' ? (['dead-letters'] as const) : []),
          ...(this.fired.delete(event.task_id) ? (['schedules', 'schedule'] as const) : []),
        ];
    }
  }

  private firing(taskId: string): readonly View[] {
    if (this.fired.size >= MOST_FIRED) this.fired.clear();
    this.fired.add(taskId);
    return ['schedules', 'schedule'];
  }
}
