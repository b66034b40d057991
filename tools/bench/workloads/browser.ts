import { setTimeout as sleep } from 'node:timers/promises';
import type { Page } from 'playwright-core';
import { writeEvents } from '../browser/journal-traffic.ts';
import { openDashboard } from '../browser/open-dashboard.ts';
import { filterTime, firstPaint, loadRows, scrollThrough, smoothness } from '../browser/page-clock.ts';
import type { OwnPrefix } from '../ground/own-prefix.ts';
import { startLongHistory } from '../http/long-history.ts';
import { type Figures, mediansOf } from '../measure/rounds.ts';
import { type Bench, sized, type Workload } from './workload.ts';

const HISTORY = '/tasks?list=history';
const EVENTS_PER_S = 1_000;
const SCROLL_MS = 5_000;

const FILTERS = {
  'filter by state': { label: 'Status', value: 'FAILURE', column: 1 },
  'filter by rare name': { label: 'Task', value: 'data.export_data', column: 2 },
  'filter by queue': { label: 'Queue', value: 'email', column: 3 },
} as const;

/** What somebody sees who looks at a long history, at many rows, and at a busy system. */
export const browser: Workload = {
  id: 'D1',
  title: 'dashboard in Chromium: a long history, 100,000 rows, 1,000 events a second',
  onlyWhenNamed: true,
  async run(bench) {
    const rows = sized(bench, 1_000_000, 1_000_000);
    await using started = new AsyncDisposableStack();
    const { ground, gateway } = await startLongHistory(bench, rows, started);
    const page = await openDashboard(gateway, started);
    const figures: Record<string, Figures> = {};
    // The first time everything is cold.
    await firstPaint(page, HISTORY);
    figures['open the history'] = await often(bench, () => firstPaint(page, HISTORY));
    for (const [name, filter] of Object.entries(FILTERS))
      figures[name] = await often(bench, async () => {
        await firstPaint(page, HISTORY);
        return { 'rows ms': await filterTime(page, filter) };
      });
    const many = sized(bench, 100_000, 100_000);
    await firstPaint(page, HISTORY);
    await loadRows(page, many);
    figures[`scroll through ${many.toLocaleString('en')} rows`] = await smoothness(page, () =>
      scrollThrough(page, SCROLL_MS),
    );
    const busy = bench.quick ? 10_000 : 30_000;
    figures['busy, many rows'] = await whileBusy(page, ground, busy);
    for (const [name, path] of [
      ['busy, overview', '/'],
      ['busy, active tasks', '/tasks'],
    ] as const) {
      await page.goto(path);
      await page.getByText('Live', { exact: true }).waitFor();
      figures[name] = await whileBusy(page, ground, busy);
    }
    const worst = (name: string, of: string) =>
      Math.max(...Object.entries(figures).map(([key, each]) => (key.startsWith(name) ? (each[of] ?? 0) : 0)));
    return {
      figures,
      checks: [
        { what: 'history open, ms', value: worst('open', 'rows ms'), better: 'less', must: 1_000 },
        { what: 'slowest filter, ms', value: worst('filter', 'rows ms'), better: 'less', must: 1_000 },
        {
          what: 'longest freeze at 1,000 events/s, ms',
          value: worst('busy', 'longest task ms'),
          better: 'less',
          must: 300,
        },
      ],
    };
  },
};

async function whileBusy(page: Page, ground: OwnPrefix, ms: number): Promise<Figures> {
  const over = new AbortController();
  const written = writeEvents(ground, EVENTS_PER_S, over.signal);
  const figures = await smoothness(page, () => sleep(ms));
  over.abort();
  return { ...figures, 'events/s': ((await written) * 1_000) / ms };
}

async function often({ rounds, signal, log }: Bench, measure: () => Promise<Figures>): Promise<Figures> {
  const all: Figures[] = [];
  for (let round = 0; round < rounds; round += 1) {
    signal.throwIfAborted();
    all.push(await measure());
  }
  const figures = mediansOf(all);
  log(JSON.stringify(figures));
  return figures;
}
