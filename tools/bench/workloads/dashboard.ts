import type { Target } from '../http/http-load.ts';
import { startLongHistory } from '../http/long-history.ts';
import { percentile } from '../measure/percentile.ts';
import type { Figures } from '../measure/rounds.ts';
import { type Bench, sized, type Workload } from './workload.ts';

/** What people look at: first pages, of everything and of what is rare. */
const QUERIES = {
  history: 'tasks/history',
  'history, failed': 'tasks/history?status=FAILURE',
  'history, one task name': 'tasks/history?task_name=debug_task',
  'history, rare task name': 'tasks/history?task_name=export_data',
  'history, one queue': 'tasks/history?queue=email',
  'history, one worker': 'tasks/history?worker=host-7:1:abcdef',
  'history, last hour': 'tasks/history?since=1h',
  'history, long ago': 'tasks/history?until=648h',
  'history, failed of one name': 'tasks/history?status=FAILURE&task_name=debug_task',
  'history, one name of one worker': 'tasks/history?task_name=debug_task&worker=host-7:1:abcdef',
  active: 'tasks',
  'statistics by task': 'tasks/stats',
  queues: 'workers/queues',
} as const;

/** The dashboard's questions, through gateway and monitor, with a long history. */
export const dashboard: Workload = {
  id: 'W8',
  title: 'dashboard: first pages of a long history, over HTTP',
  async run(bench) {
    const rows = sized(bench, 10_000_000, 1_000_000);
    await using started = new AsyncDisposableStack();
    const { gateway } = await startLongHistory(bench, rows, started);
    const figures: Record<string, Figures> = {};
    for (const [name, path] of Object.entries(QUERIES)) figures[name] = await ask(bench, gateway, name, path);
    const filtered = Object.entries(figures).filter(([name]) => name.startsWith('history'));
    return {
      figures,
      checks: [
        {
          what: `p99 of the slowest first page of history at ${rows.toLocaleString('en')} rows, ms`,
          value: Math.max(...filtered.map(([, each]) => each['p99 ms'] ?? Number.NaN)),
          better: 'less',
          must: rows > 1_000_000 ? 100 : 50,
        },
      ],
    };
  },
};

async function ask(
  { quick, signal, log }: Bench,
  target: Target,
  name: string,
  path: string,
): Promise<Figures> {
  const times: number[] = [];
  const ago = (hours: string): string =>
    encodeURIComponent(new Date(Date.now() - Number(hours) * 3_600_000).toISOString());
  const absolute = path.replace(/(?<==)(\d+)h/, (_text, hours: string) => ago(hours));
  const url = new URL(`../core/${absolute}`, target.url);
  // The first few find connections and caches cold.
  for (let n = -5; n < (quick ? 100 : 300); n += 1) {
    signal.throwIfAborted();
    const begun = performance.now();
    const response = await fetch(url, { headers: target.headers });
    await response.text();
    if (!response.ok) throw new Error(`${name}: the gateway answered ${response.status}`);
    if (n >= 0) times.push(performance.now() - begun);
  }
  const figures = { 'p50 ms': percentile(times, 0.5), 'p99 ms': percentile(times, 0.99) };
  log(`${name.padEnd(28)} p50 ${figures['p50 ms'].toFixed(1)} ms, p99 ${figures['p99 ms'].toFixed(1)} ms`);
  return figures;
}
