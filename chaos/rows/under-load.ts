import type { LoadOptions, RowRun } from './row.ts';

/** Breaks something while tasks keep coming, and lets some more come afterwards. */
export async function underLoad(
  row: RowRun,
  breakIt: () => Promise<void>,
  options: LoadOptions = {},
): Promise<void> {
  await row.load(60, options);
  const end = new AbortController();
  const loading = row.load(20_000, { atOnce: 4, paceMs: 40, ...options, until: end.signal });
  try {
    await breakIt();
  } finally {
    end.abort();
    await loading;
  }
  row.healed();
  await row.load(20, options);
}
