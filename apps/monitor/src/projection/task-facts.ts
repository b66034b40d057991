import { isFinal, type TaskState } from '@celerity/contracts';
import type { AttemptRecord, TaskRow } from './task-row.js';

/** Something countable that became true of a task. */
export type TaskFact = {
  readonly task: string;
  readonly queue: string;
  /** ISO 8601 UTC. */ readonly at: string;
  /** Trace of the task; null when it has none. */ readonly trace: string | null;
} & (
  | { readonly kind: 'entered'; readonly state: TaskState }
  | { readonly kind: 'ran'; readonly seconds: number }
  | { readonly kind: 'waited'; readonly seconds: number }
);

/**
 * What became true between two states of a task. Counted by name and queue, so a task whose `accepted` comes
 * after its outcome is counted when it does; a repeated event changes nothing and so counts nothing.
 */
export function factsBetween(before: TaskRow | undefined, after: TaskRow): TaskFact[] {
  const { task_name: task, queue, trace_id: trace } = after;
  if (before === after || task === null || queue === null) return [];
  const counted = before?.task_name === null ? undefined : before;
  const about = { task, queue, trace };
  const facts: TaskFact[] = [];
  const sent = after.submitted_at ?? after.seen_at;
  if (!counted) facts.push({ kind: 'entered', ...about, at: sent, state: 'PENDING' });
  for (const { finished_at } of newRetries(counted, after))
    facts.push({ kind: 'entered', ...about, at: finished_at ?? sent, state: 'RETRY' });
  if (isFinal(after.state) && !(counted && isFinal(counted.state))) {
    const at = after.finished_at ?? sent;
    facts.push({ kind: 'entered', ...about, at, state: after.state });
    if (after.duration_ms !== null)
      facts.push({ kind: 'ran', ...about, at, seconds: after.duration_ms / 1000 });
  }
  const waited = waitOf(after);
  if (waited !== null && (!counted || waitOf(counted) === null))
    facts.push({ kind: 'waited', ...about, at: sent, seconds: waited });
  return facts;
}

function newRetries(before: TaskRow | undefined, after: TaskRow): readonly AttemptRecord[] {
  if (before?.attempts === after.attempts) return [];
  return retriesOf(after).slice(retriesOf(before).length);
}

function retriesOf(task: TaskRow | undefined): readonly AttemptRecord[] {
  return task?.attempts.filter(({ state }) => state === 'RETRY') ?? [];
}

/** From the moment it was free to run until its first attempt began; clocks of two machines may make it negative. */
function waitOf({ attempts, submitted_at, eta }: TaskRow): number | null {
  const first = attempts.find(({ attempt }) => attempt === 1)?.started_at ?? null;
  if (first === null || submitted_at === null) return null;
  const free = eta !== null && eta > submitted_at ? eta : submitted_at;
  return Math.max(0, Date.parse(first) - Date.parse(free)) / 1000;
}
