import type { TaskStats } from '@celerity/contracts';
import type { Messages } from '../messages/language.js';
import { age, duration } from './moments.js';
import type { Style } from './style.js';
import { table } from './table.js';

/** What became of the tasks of each name, a line each. */
export function taskStatsTable(
  stats: readonly TaskStats[],
  text: Messages,
  width: number,
  style: Style,
): string[] {
  const count = (title: string, value: (of: TaskStats) => number, spare?: number) => ({
    title,
    value: (of: TaskStats) => String(value(of)),
    align: 'right' as const,
    ...(spare === undefined ? {} : { spare }),
  });
  const time = (title: string, value: (of: TaskStats) => number | null, spare: number) => ({
    title,
    value: (of: TaskStats) => timeOf(value(of)),
    align: 'right' as const,
    spare,
  });
  return table(
    stats,
    [
      { title: text.task, value: ({ task_name }) => task_name.split('.').at(-1) ?? task_name, min: 16 },
      count(text.total, ({ total }) => total),
      count(text.success, ({ success }) => success, 1),
      count(text.failed, ({ failed }) => failed),
      count(text.retries, ({ retry }) => retry, 2),
      time(text.average, ({ avg_duration }) => avg_duration, 3),
      time('P50', ({ p50 }) => p50, 5),
      time('P95', ({ p95 }) => p95, 4),
      time('P99', ({ p99 }) => p99, 6),
      {
        title: text.lastRun,
        value: ({ last_execution: at }) => (at === null ? '' : age(at).text),
        align: 'right',
        spare: 7,
      },
    ],
    width,
    (line) => style.title(line),
  );
}

function timeOf(seconds: number | null): string {
  return seconds === null ? '' : duration(seconds * 1000);
}
