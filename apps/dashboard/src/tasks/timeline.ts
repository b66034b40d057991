import { hasEnded } from '@celerity/client';
import type { AttemptView, TaskView } from '@celerity/contracts';

/** Something that happened to a task, or that it waits for. */
export interface TimelineEntry {
  readonly kind: 'submitted' | 'eta' | 'started' | 'failed' | 'revoke' | 'retrying' | 'progress' | 'ended';
  /** ISO 8601; null for what is going on. */
  readonly at: string | null;
  /** Of `started` and `failed`. */
  readonly attempt?: number;
  /** Where an attempt ran, or what it failed with. */
  readonly note?: string;
}

/** What is known of a task's life, in order. */
export function timelineOf(task: TaskView): readonly TimelineEntry[] {
  const dated = (
    [
      ['submitted', task.submitted_at],
      ['eta', task.eta],
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
  const all = [...dated, ...attemptsOf(task)].sort((one, other) => one.at.localeCompare(other.at));
  return [...all, ...present];
}

/** Each attempt; where the history does not tell them, the one that is known. */
function attemptsOf(task: TaskView) {
  const { attempt, started_at, worker, attempts = [] } = task;
  const isTold = attempts.some((one) => one.attempt === attempt && one.started_at !== null);
  const present = started_at && !isTold ? [startOf({ attempt, started_at, worker })] : [];
  return [...attempts.flatMap(entriesOf), ...present];
}

function entriesOf(attempt: AttemptView) {
  const { started_at, worker, finished_at, error, state } = attempt;
  const start = started_at ? [startOf({ attempt: attempt.attempt, started_at, worker })] : [];
  // How the last one ended is how the task did.
  if (state !== 'RETRY' || !finished_at) return start;
  const note = error ? { note: `${error.type}: ${error.message}` } : {};
  return [...start, { kind: 'failed' as const, at: finished_at, attempt: attempt.attempt, ...note }];
}

function startOf({
  attempt,
  started_at,
  worker,
}: {
  readonly attempt: number;
  readonly started_at: string;
  readonly worker: string | null;
}) {
  return { kind: 'started' as const, at: started_at, attempt, ...(worker ? { note: worker } : {}) };
}
