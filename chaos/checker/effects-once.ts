import type { Check, Effect, Evidence } from './evidence.ts';
import { some } from './nothing-lost.ts';

const CHAOS_TASK = /^(default\.)?chaos_/;

/** Transactional tasks whose effect happened more than once: the number that must be 0. */
export function doubledOf({ effects, table }: Evidence): string[] {
  const done = countBy(effects.filter(({ kind }) => kind === 'done'));
  return [...done]
    .filter(([id, count]) => count > 1 && isTransactional(table.get(id)?.['task_name']))
    .map(([id, count]) => `${id} (${count} times)`);
}

export const transactionalNeverDoubled: Check = (evidence) => {
  const doubled = doubledOf(evidence);
  return doubled.length === 0 ? [] : [`${doubled.length} transactional effects doubled: ${some(doubled)}`];
};

/** A chaos task that says SUCCESS has had its effect. */
export const everySuccessHasItsEffect: Check = ({ effects, table }) => {
  const done = countBy(effects.filter(({ kind }) => kind === 'done'));
  const without = [...table.values()]
    .filter(({ state, task_name }) => state === 'SUCCESS' && CHAOS_TASK.test(String(task_name)))
    .filter(({ task_id }) => !done.has(task_id))
    .map(({ task_id }) => task_id);
  return without.length === 0 ? [] : [`${without.length} SUCCESS without effect: ${some(without)}`];
};

/** Runs beyond the first of the same attempt: what redelivery cost. */
export function repeatedRuns(effects: readonly Effect[]): number {
  const begun = effects.filter(({ kind }) => kind === 'begun');
  return begun.length - new Set(begun.map(({ task_id, attempt }) => `${task_id}:${attempt}`)).size;
}

function isTransactional(name: unknown): boolean {
  return name === 'default.chaos_transfer';
}

function countBy(effects: readonly Effect[]): Map<string, number> {
  const counts = new Map<string, number>();
  for (const { task_id } of effects) counts.set(task_id, (counts.get(task_id) ?? 0) + 1);
  return counts;
}
