import { isFinal, type TaskState } from '@celerity/contracts';
import type { TaskRow } from './task-row.js';

/** Something countable that became true of a task. */
export type TaskFact = { readonly task: string; readonly queue: string } & (
  | { readonly kind: 'entered'; readonly state: TaskState }
  | { readonly kind: 'ran'; readonly seconds: number }
  | { readonly kind: 'waited'; readonly seconds: number }
);

/**
 * What became true between two states of a task. Counted by name and queue, so a task whose `accepted` comes
 * after its outcome is counted when it does; a repeated event changes nothing and so counts nothing.
 */
export function factsBetween(before: TaskRow | undefined, after: TaskRow): TaskFact[] {
  const { task_name: task, queue } = after;
  if (before === after || task === null || queue === null) return [];
  const counted = before?.task_name === null ? undefined : before;
  const facts: TaskFact[] = [];
  if (!counted) facts.push({ kind: 'entered', task, queue, state: 'PENDING' });
  for (let n = retriesOf(counted); n < retriesOf(after); n += 1)
    facts.push({ kind: 'entered', task, queue, state: 'RETRY' });
  if (isFinal(after.state) && !(counted && isFinal(counted.state))) {
    facts.push({ kind: 'entered', task, queue, state: after.state });
    if (after.duration_ms !== null)
      facts.push({ kind: 'ran', task, queue, seconds: after.duration_ms / 1000 });
  }
  const waited = waitOf(after);
  if (waited !== null && (!counted || waitOf(counted) === null))
    facts.push({ kind: 'waited', task, queue, seconds: waited });
  return facts;
}

function retriesOf(task: TaskRow | undefined): number {
  return task?.attempts.filter(({ state }) => state === 'RETRY').length ?? 0;
}

/** From the moment it was free to run until its first attempt began; clocks of two machines may make it negative. */
function waitOf({ attempts, submitted_at, eta }: TaskRow): number | null {
  const first = attempts.find(({ attempt }) => attempt === 1)?.started_at ?? null;
  if (first === null || submitted_at === null) return null;
  const free = eta !== null && eta > submitted_at ? eta : submitted_at;
  return Math.max(0, Date.parse(first) - Date.parse(free)) / 1000;
}
