import type { System } from '../system/system.ts';
import { until } from '../system/until.ts';
import type { LoadOptions, RowRun } from './row.ts';

/** Accepted before the fault begins and after it is over, so that it meets the system in full swing. */
const BEFORE = 100;
const AFTER = 40;

/** Breaks something while tasks keep coming, before, during and after it. */
export async function underLoad(
  row: RowRun,
  system: System,
  breakIt: () => Promise<void>,
  options: LoadOptions = {},
): Promise<void> {
  const accepted = () => system.ledger.of('accepted').length;
  const end = new AbortController();
  const loading = row.load(100_000, { atOnce: 6, paceMs: 30, ...options, until: end.signal });
  try {
    await until('tasks flow', () => accepted() >= BEFORE);
    await breakIt();
    row.healed();
    const sofar = accepted();
    await until('tasks flow again', () => accepted() >= sofar + AFTER, 120_000);
  } finally {
    end.abort();
    await loading;
  }
}
