import {
  catalogue,
  isFinal,
  isRevocationEvent,
  isTaskEvent,
  type JournalBatch,
  type JournalEvent,
  type Logged,
  type LogLine,
  readableEvent,
  type RevocationEvent,
  stateAfter,
  type StreamedAlongside,
  type StreamedEventType,
  type TaskEvent,
  type TaskLogged,
  type TaskState,
  visibleArguments,
} from '@celerity/contracts';
import { type EventPlace, idOf } from './event-place.js';
import { sseFrame } from './sse-frame.js';
import type { TaskName } from './task-names.js';

/** Larger values are left out of a stream, in characters of JSON. */
const LARGEST_VALUE = 16 * 1_024;
const BULKY = ['args', 'kwargs', 'result'] as const;

/** An event as streams tell it. */
export interface ShownEvent {
  readonly place: EventPlace;
  readonly type: StreamedEventType;
  readonly taskId: string;
  readonly name: TaskName | null;
  readonly status: TaskState | null;
  readonly isFinal: boolean;
  /** A later report of progress of the same attempt stands in the same batch. */
  readonly superseded: boolean;
  /** Made once, however many read it. */
  readonly frame: () => string;
}

type Told = TaskEvent | RevocationEvent | TaskLogged;

/** Tasks of which a batch tells. */
export function taskIdsIn(batch: JournalBatch): string[] {
  return [...new Set(batch.events.flatMap(toldBy).map(({ task_id }) => task_id))];
}

/** What streams tell of a batch. Entries that nobody can read are passed over. */
export function shownEvents(batch: JournalBatch, nameOf: (taskId: string) => TaskName | null): ShownEvent[] {
  const entries = batch.events.map(toldBy);
  const latest = new Map<string, number>();
  entries.forEach(([told], at) => {
    if (told?.type === 'progressed') latest.set(told.task_id, at);
  });
  return entries.flatMap((entry, at) =>
    entry.map((told) => {
      const place = { offset: batch.offset, index: at + 1 };
      const superseded = told.type === 'progressed' && latest.get(told.task_id) !== at;
      return shown(told, place, nameOf(told.task_id), superseded);
    }),
  );
}

function shown(told: Told, place: EventPlace, name: TaskName | null, superseded: boolean): ShownEvent {
  const status = told.type !== 'logged' && isTaskEvent(told) ? stateAfter(told) : null;
  const alongside = { task_name: name?.task_name ?? null, queue: name?.queue ?? null, status };
  let frame: string | undefined;
  return {
    place,
    type: told.type,
    taskId: told.task_id,
    name,
    status,
    isFinal: status !== null && isFinal(status),
    superseded,
    frame: () => (frame ??= sseFrame(told.type, dataOf(told, alongside), idOf(place))),
  };
}

/** Nothing of workers and barriers, which are no viewer's business, and nothing that the projection would not read. */
function toldBy(entry: JournalEvent): Told[] {
  const event = readableEvent(entry);
  if (event === null) return [];
  if (event.type === 'logged') return linesByTask(event);
  return isTaskEvent(event) || isRevocationEvent(event) ? [event] : [];
}

function linesByTask({ worker, at, lines }: Logged): TaskLogged[] {
  const byTask = Map.groupBy(lines.filter(isLine), ({ task_id }) => task_id);
  return [...byTask].map(([task_id, own]) => ({ type: 'logged', task_id, worker, at, lines: own }));
}

/** What stands in the journal may be anybody's. */
function isLine(line: Partial<LogLine> | null): line is LogLine {
  return typeof line?.task_id === 'string' && typeof line.text === 'string';
}

function dataOf(told: Told, alongside: StreamedAlongside): object {
  const visible = { ...told, ...hidden(told) };
  const whole = { ...visible, ...alongside };
  const large = BULKY.filter((field) => field in visible && sizeOf(visible, field) > LARGEST_VALUE);
  if (large.length === 0) return whole;
  return { ...whole, ...Object.fromEntries(large.map((field) => [field, null])), left_out: large };
}

/** What the contract calls secret is hidden, as in every view. */
function hidden(told: Told): object {
  if (told.type !== 'accepted') return {};
  return visibleArguments(catalogue.find(told.task_name), told.args ?? [], told.kwargs ?? {});
}

function sizeOf(event: object, field: string): number {
  return (JSON.stringify((event as Record<string, unknown>)[field]) ?? '').length;
}
