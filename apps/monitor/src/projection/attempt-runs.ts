import type { AttemptRecord, AttemptRun } from './task-row.js';

/** Most runs that are kept of one attempt; long before, it is in the dead letters. */
const MOST_RUNS = 20;

/** The known beginnings of an attempt, earliest first. */
export function runsOf({ runs, worker, started_at }: Omit<AttemptRecord, 'error'>): readonly AttemptRun[] {
  if (runs) return runs;
  return worker !== null && started_at !== null ? [{ worker, started_at }] : [];
}

/**
 * The record's `runs` after one more was heard of; the very same when there is nothing new. Events may be repeated
 * and those of different workers come in any order: a run is known by its worker and beginning.
 */
export function runsWith(record: AttemptRecord, run: AttemptRun): readonly AttemptRun[] | undefined {
  const known = runsOf(record);
  const same = known.find(({ worker, started_at }) => worker === run.worker && started_at === run.started_at);
  if (same && (same.interrupted || !run.interrupted)) return record.runs;
  if (!same && known.length === 0 && !run.interrupted) return undefined;
  const runs = [...known.filter((other) => other !== same), run].sort(
    (a, b) => compare(a.started_at, b.started_at) || compare(a.worker, b.worker),
  );
  return runs.slice(-MOST_RUNS);
}

function compare(a: string, b: string): number {
  return a < b ? -1 : Number(a > b);
}
