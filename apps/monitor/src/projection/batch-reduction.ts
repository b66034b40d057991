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
  const entries = batches.flatMap(({ events }) => events);
  const events = entries.map(readableEvent).filter((event): event is JournalEvent => event !== null);
  const taskEvents = events.filter(isProjected);
  return {
    taskEvents,
    taskIds: [...new Set(taskEvents.map(({ task_id }) => task_id))],
    workerEvents: events.filter((event) => event.type === 'worker_beat' || event.type === 'worker_stopped'),
    logged: events.filter((event) => event.type === 'logged'),
    deadLetterEvents: events.filter(isDeadLetterEvent),
    barriers: events.flatMap((event) => (event.type === 'barrier' ? [event.barrier_id] : [])),
    lastAt: events.at(-1)?.at ?? null,
    ignored: entries.length - events.length,
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
    facts.push(...factsBetween(before, after));
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
