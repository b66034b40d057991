import { v5, validate, version } from 'uuid';
import { uuidV7 } from './uuid-v7.js';

/** Namespace under which ids are derived from other ids (a random UUID, fixed for ever). */
const DERIVED = '5a0d3c6e-3b0f-4b7e-9d53-6a6c5f5f0b1d';

/** A new task id: UUIDv7, so that ids sort by the time of submission. */
export function newTaskId(): string {
  return uuidV7();
}

/** The id of a child task: the same parent and key always give the same id, so a rerun sends no second child. */
export function childTaskId(parentId: string, sendKey: string): string {
  return v5(`child:${parentId}:${sendKey}`, DERIVED);
}

/** The id of the task that a schedule's occurrence sends; `dueAt` is an ISO 8601 UTC instant. */
export function occurrenceTaskId(scheduleId: string, dueAt: string): string {
  return v5(`occurrence:${scheduleId}:${dueAt}`, DERIVED);
}

/** The id of the task that a dead letter's nth replay sends: repeating the command sends no second task. */
export function replayTaskId(deadLetterId: string, replay: number): string {
  return v5(`replay:${deadLetterId}:${replay}`, DERIVED);
}

export function isTaskId(value: string): boolean {
  return validate(value);
}

/** Milliseconds since the epoch at which a UUIDv7 was made; null for other ids. */
export function madeAt(taskId: string): number | null {
  if (!validate(taskId) || version(taskId) !== 7) return null;
  return Number.parseInt(taskId.replaceAll('-', '').slice(0, 12), 16);
}
