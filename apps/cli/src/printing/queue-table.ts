import type { QueueStats } from '@celerity/contracts';
import type { Messages } from '../messages/language.js';
import { duration } from './moments.js';
import type { Style } from './style.js';
import { table } from './table.js';

/** Queues, a line each. */
export function queueTable(
  queues: readonly QueueStats[],
  text: Messages,
  width: number,
  style: Style,
): string[] {
  const count = (title: string, value: (queue: QueueStats) => number | null, spare?: number) => ({
    title,
    value: (queue: QueueStats) => String(value(queue) ?? '?'),
    align: 'right' as const,
    ...(spare === undefined ? {} : { spare }),
  });
  return table(
    queues,
    [
      { title: text.queue, value: ({ name }) => name },
      count(text.ready, ({ ready }) => ready),
      count(text.unacked, ({ unacked }) => unacked),
      count(text.delayed, ({ delayed }) => delayed, 1),
      count(text.consumers, ({ consumers }) => consumers, 2),
      count(text.deadLetters, ({ dead_letters }) => dead_letters, 3),
      {
        title: text.oldest,
        value: ({ oldest_age_s: s }) => (s === null ? '' : duration(s * 1000)),
        align: 'right',
        spare: 4,
      },
      count(text.perSecondIn, ({ publish_rate }) => publish_rate, 5),
      count(text.perSecondOut, ({ ack_rate }) => ack_rate, 5),
    ],
    width,
    (line) => style.title(line),
  );
}
