import { catalogue, type TaskCatalogue } from '../catalogue.js';
import { visibleArguments } from '../visible-arguments.js';
import { isTaskEvent } from './event-state.js';
import type { JournalEvent, TaskEvent } from './journal-event.js';
import { isRevocationEvent, type RevocationEvent } from './revocation-event.js';

/**
 * Version of `task-event.schema.json`. Fields and event types may be added within a version, so readers pass over
 * what they do not know; a change that breaks a reader makes a new version.
 */
export const TASK_EVENT_SCHEMA_VERSION = 1;

/** What other systems are told of tasks: one task's event, as it stands in the journal. */
export type BridgedEvent = (TaskEvent | RevocationEvent) & {
  /** Fields too large to be passed on, which are null here; GET the task for them. */
  readonly left_out?: readonly string[];
};

/** What may grow large enough to be left out, in the order in which it is. */
const BULKY = ['result', 'kwargs', 'args', 'progress', 'error'] as const;

/** The event as other systems may see it, or null for what is about no single task: workers, logs, barriers. */
export function bridgedEvent(
  event: JournalEvent,
  tasks: Pick<TaskCatalogue, 'find'> = catalogue,
): BridgedEvent | null {
  if (!isTaskEvent(event) && !isRevocationEvent(event)) return null;
  if (event.type !== 'accepted') return event;
  return { ...event, ...visibleArguments(tasks.find(event.task_name), event.args, event.kwargs) };
}

/** An event as JSON, and which of its fields that lacks. */
export interface BoundedJson {
  readonly json: string;
  readonly leftOut: readonly string[];
}

/** The JSON of an event, of at most `mostBytes` where leaving out its bulky fields can do that. */
export function boundedJson(event: BridgedEvent, mostBytes: number): BoundedJson {
  let json = JSON.stringify(event);
  const leftOut: string[] = [];
  let reduced: object = event;
  for (const field of BULKY) {
    if (Buffer.byteLength(json) <= mostBytes) break;
    if (!(field in event)) continue;
    leftOut.push(field);
    reduced = { ...reduced, [field]: null, left_out: leftOut };
    json = JSON.stringify(reduced);
  }
  return { json, leftOut };
}
