import type { WorkerView } from '@celerity/contracts';
import type { Messages } from '../messages/language.js';
import { age, duration } from './moments.js';
import type { Style } from './style.js';
import { table } from './table.js';

/** Workers, a line each. */
export function workerTable(
  workers: readonly WorkerView[],
  text: Messages,
  width: number,
  style: Style,
): string[] {
  return table(
    workers,
    [
      { title: text.worker, value: ({ worker_id }) => worker_id, min: 16 },
      { title: text.state, value: ({ status }) => status },
      { title: text.busy, value: ({ active, concurrency }) => `${active}/${concurrency}`, align: 'right' },
      { title: text.processed, value: ({ processed }) => String(processed), align: 'right', spare: 1 },
      { title: text.uptime, value: ({ uptime_s }) => duration(uptime_s * 1000), align: 'right', spare: 4 },
      { title: text.memory, value: ({ rss_bytes }) => mebibytes(rss_bytes), align: 'right', spare: 5 },
      { title: text.lag, value: ({ event_loop_lag_ms: ms }) => duration(ms), align: 'right', spare: 6 },
      { title: text.seen, value: ({ last_seen_at }) => age(last_seen_at).text, align: 'right', spare: 3 },
      { title: text.version, value: ({ version }) => version, spare: 7 },
      { title: text.queues, value: ({ queues }) => queues.join(','), min: 12, spare: 2 },
    ],
    width,
    (line) => style.title(line),
  );
}

function mebibytes(bytes: number): string {
  return `${Math.round(bytes / 1024 ** 2)} MiB`;
}
