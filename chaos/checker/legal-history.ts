import type { Check } from './evidence.ts';
import { some } from './nothing-lost.ts';
import { replay } from './replay.ts';

/** Attempts follow each other, and nothing begins after the end. */
export const legalTransitions: Check = ({ journal, expectations, table }) => {
  const problems: string[] = [];
  for (const [id, task] of replay(journal)) {
    const { startedAttempts, retriedAttempts, endedAt, ends } = task;
    for (const { attempt, at } of startedAttempts) {
      if (attempt > 1 && !retriedAttempts.has(attempt - 1))
        problems.push(`${id} began attempt ${attempt}, and attempt ${attempt - 1} was not retried`);
      if (endedAt !== null && at > endedAt && !expectations.overlappingRuns)
        problems.push(`${id} began at ${at}, after its end at ${endedAt}`);
    }
    if (new Set(ends).size > 1 && !expectations.overlappingRuns)
      problems.push(`${id} has contradicting ends: ${ends.join(', ')}`);
    const most = (table.get(id)?.max_retries ?? Infinity) + 1;
    if (task.attempt > most) problems.push(`${id} reached attempt ${task.attempt} of at most ${most}`);
  }
  return problems.length === 0 ? [] : [`illegal history: ${some(problems)}`];
};

/** What the monitor's table says is what the journal says. */
export const tableIsReplay: Check = ({ journal, table }) => {
  const played = replay(journal);
  const problems: string[] = [];
  for (const [id, task] of played) {
    const row = table.get(id);
    const there = row
      ? `${row.state} ${row.attempt} ${row.error?.type ?? ''} ${canonical(row.result)}`
      : 'nothing';
    const replayed = `${task.state} ${task.attempt} ${task.errorType ?? ''} ${canonical(task.result)}`;
    if (there !== replayed) problems.push(`${id}: table "${cut(there)}", journal "${cut(replayed)}"`);
  }
  for (const id of table.keys())
    if (!played.has(id)) problems.push(`${id}: in the table, not in the journal`);
  return problems.length === 0 ? [] : [`table and journal differ: ${some(problems)}`];
};

/** What the API shows is what the table says. */
export const apiIsTable: Check = ({ api, table, expectations }) => {
  const problems: string[] = [];
  for (const [id, shown] of api) {
    const row = table.get(id);
    const there = row
      ? `${row.state} ${row.attempt} ${row.error?.type ?? ''} ${canonical(row.result)}`
      : 'nothing';
    const seen = `${shown.status} ${shown.attempt} ${shown.error?.type ?? ''} ${canonical(shown.result)}`;
    if (there !== seen) problems.push(`${id}: API "${cut(seen)}", table "${cut(there)}"`);
  }
  const expected = Math.min(table.size, expectations.apiSample);
  if (api.size < expected) problems.push(`the API shows ${api.size} of ${expected} tasks`);
  return problems.length === 0 ? [] : [`API and table differ: ${some(problems)}`];
};

/** JSON with sorted keys, so that only values count. */
function canonical(value: unknown): string {
  return JSON.stringify(value ?? null, (_key, inner: unknown) =>
    inner !== null && typeof inner === 'object' && !Array.isArray(inner)
      ? Object.fromEntries(Object.entries(inner).sort(([a], [b]) => (a < b ? -1 : 1)))
      : inner,
  );
}

function cut(text: string): string {
  return text.length > 120 ? `${text.slice(0, 120)}…` : text;
}
