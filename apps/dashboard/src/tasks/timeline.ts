import { hasEnded } from '@celerity/client';
import type { TaskView } from '@celerity/contracts';

/** Something that happened to a task, or that it waits for. */
export interface TimelineEntry {
  readonly kind: 'submitted' | 'eta' | 'started' | 'revoke' | 'retrying' | 'progress' | 'ended';
  /** ISO 8601; null for what is going on. */
  readonly at: string | null;
}

/** What is known of a task's life, in order. */
export function timelineOf(task: TaskView): readonly TimelineEntry[] {
  const dated = (
    [
      ['submitted', task.submitted_at],
      ['eta', task.eta],
      ['started', task.started_at],
      ['revoke', task.revoke_requested_at],
      ['ended', hasEnded(task) ? task.finished_at : null],
    ] as const
  ).flatMap(([kind, at]) => (at ? [{ kind, at }] : []));
  const present: readonly TimelineEntry[] =
    task.status === 'RETRY'
      ? [{ kind: 'retrying', at: null }]
      : task.status === 'PROGRESS'
        ? [{ kind: 'progress', at: null }]
        : [];
  return [...dated.sort((one, other) => one.at.localeCompare(other.at)), ...present];
}
