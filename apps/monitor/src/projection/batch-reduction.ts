import {
  isDeadLetterEvent,
  isTaskEvent,
  readableEvent,
  type DeadLetterEvent,
  type JournalBatch,
  type JournalEvent,
  type Logged,
  type RevokeRequested,
  type TaskEvent,
  type WorkerEvent,
} from '@celerity/contracts';
import { applyEvent, noteRevocation } from './apply-event.js';
import { factsBetween, type TaskFact } from './task-facts.js';
import type { TaskRow } from './task-row.js';

/** What changes the row of a task. */
export type ProjectedEvent = TaskEvent | RevokeRequested;

/** The readable content of some batches, sorted by what is done with it. */
export interface BatchContent {
  readonly taskEvents: readonly ProjectedEvent[];
  readonly taskIds: readonly string[];
  readonly workerEvents: readonly WorkerEvent[];
  readonly logged: readonly Logged[];
  readonly deadLetterEvents: readonly DeadLetterEvent[];
  readonly barriers: readonly string[];
  /** Time of the last event; null when there is none. */
  readonly lastAt: string | null;
  /** Entries that are no events of this version. */
  readonly ignored: number;
}

/** What some batches make of the tasks they speak of. */
export interface Reduction {
  /** Only the tasks that changed. */
  readonly rows: readonly TaskRow[];
  readonly facts: readonly TaskFact[];
}

export function contentOf(batches: readonly JournalBatch[]): BatchContent {
  const taskEvents: ProjectedEvent[] = [];
  const workerEvents: WorkerEvent[] = [];
  const logged: Logged[] = [];
  const deadLetterEvents: DeadLetterEvent[] = [];
  const barriers: string[] = [];
  const taskIds = new Set<string>();
  let [ignored, lastAt]: [number, string | null] = [0, null];
  for (const { events } of batches)
    for (const entry of events) {
      const event = readableEvent(entry);
      if (event === null) {
        ignored += 1;
        continue;
      }
      lastAt = event.at;
      if (isProjected(event)) {
        taskEvents.push(event);
        taskIds.add(event.task_id);
      } else if (event.type === 'worker_beat' || event.type === 'worker_stopped') workerEvents.push(event);
      else if (event.type === 'logged') logged.push(event);
      else if (event.type === 'barrier') barriers.push(event.barrier_id);
      else if (isDeadLetterEvent(event)) deadLetterEvents.push(event);
    }
  return {
    taskEvents,
    taskIds: [...taskIds],
    workerEvents,
    logged,
    deadLetterEvents,
    barriers,
    lastAt,
    ignored,
  };
}

/** Folds events, in order, into the rows known so far. */
export function reduce(known: ReadonlyMap<string, TaskRow>, events: readonly ProjectedEvent[]): Reduction {
  const changed = new Map<string, TaskRow>();
  const facts: TaskFact[] = [];
  for (const event of events) {
    const before = changed.get(event.task_id) ?? known.get(event.task_id);
    const after = projected(before, event);
    if (after === undefined || after === before) continue;
    changed.set(event.task_id, after);
    for (const fact of factsBetween(before, after)) facts.push(fact);
  }
  return { rows: [...changed.values()], facts };
}

function isProjected(event: JournalEvent): event is ProjectedEvent {
  return isTaskEvent(event) || event.type === 'revoke_requested';
}

/** A request for a task of which nothing is known makes none: it was accepted without asking whether there is one. */
function projected(before: TaskRow | undefined, event: ProjectedEvent): TaskRow | undefined {
  if (event.type !== 'revoke_requested') return applyEvent(before, event);
  return before && noteRevocation(before, event);
}
