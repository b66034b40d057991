import type { Check, Evidence } from './evidence.ts';

const FINAL = new Set(['SUCCESS', 'FAILURE', 'REVOKED', 'EXPIRED']);

/** Accepted submissions that have no end: the number that must be 0. */
export function lostOf({ submissions, table, expectations }: Evidence): string[] {
  return submissions
    .filter(({ verdict, taskId }) => verdict === 'accepted' && !expectations.withdrawn.has(taskId ?? ''))
    .filter(({ taskId }) => !FINAL.has(table.get(taskId ?? '')?.state ?? ''))
    .map(({ ref, taskId }) => `${ref} (${taskId})`);
}

/** Accepted minus final is empty. */
export const nothingLost: Check = (evidence) => {
  const lost = lostOf(evidence);
  return lost.length === 0 ? [] : [`${lost.length} accepted and never final: ${some(lost)}`];
};

/** Each accepted id is there once, and each submission got an id of its own. */
export const oneTaskEach: Check = ({ submissions }) => {
  const ids = submissions.filter(({ verdict }) => verdict === 'accepted').map(({ taskId }) => taskId);
  const seen = new Set<string>();
  const doubled = ids.filter((id) => id === null || seen.size === seen.add(id).size);
  return doubled.length === 0 ? [] : [`ids given twice or not at all: ${some(doubled.map(String))}`];
};

/** What was accepted ends in SUCCESS, unless the row says how else. */
export const endsAsExpected: Check = ({ submissions, table, expectations }) => {
  const wrong = submissions.flatMap(({ verdict, taskId, ref }) => {
    const task = table.get(taskId ?? '');
    if (verdict !== 'accepted' || !task || !FINAL.has(task.state)) return [];
    const expected = expectations.ends.get(ref) ?? expectations.ends.get(taskId ?? '') ?? 'SUCCESS';
    const ended = task.error ? `${task.state} ${task.error.type}` : task.state;
    return ended === expected || task.state === expected
      ? []
      : [`${ref} (${taskId}): ${ended} instead of ${expected}`];
  });
  return wrong.length === 0 ? [] : [`${wrong.length} ended otherwise than expected: ${some(wrong)}`];
};

/** What was refused has left no trace of running. */
export const refusedNeverStarted: Check = ({ submissions, effects }) => {
  const refused = new Set(submissions.filter(({ verdict }) => verdict === 'refused').map(({ ref }) => ref));
  const ran = [...new Set(effects.map(({ ref }) => ref))].filter((ref) => refused.has(ref));
  return ran.length === 0 ? [] : [`refused, and ran all the same: ${some(ran)}`];
};

export function some(items: readonly string[]): string {
  const shown = items.slice(0, 5).join(', ');
  return items.length > 5 ? `${shown}, … (${items.length})` : shown;
}
