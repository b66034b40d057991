import type { DeadLetterSummary } from '@celerity/contracts';
import type { Messages } from '../messages/language.js';
import { age } from './moments.js';
import type { Style } from './style.js';
import { type Column, table } from './table.js';

/** Dead letters, a line each. */
export function deadLetterTable(
  letters: readonly DeadLetterSummary[],
  text: Messages,
  width: number,
  style: Style,
): string[] {
  const words = text.ofDeadLetters;
  const columns: Column<DeadLetterSummary>[] = [
    { title: text.id, value: ({ id }) => id },
    { title: words.state, value: ({ state }) => state, spare: 3 },
    { title: words.cause, value: ({ cause }) => cause },
    {
      title: text.task,
      value: ({ task_name }) => task_name?.split('.').at(-1) ?? '',
      min: 12,
      spare: 2,
    },
    { title: text.queue, value: ({ queue }) => queue, spare: 4 },
    { title: words.arrived, value: ({ arrived_at }) => age(arrived_at).text, align: 'right', spare: 5 },
    {
      title: words.error,
      value: ({ last_error }) => (last_error ? `${last_error.type}: ${last_error.message}` : ''),
      min: 16,
      spare: 6,
      style: (cell) => style.minor(cell),
    },
  ];
  return table(letters, columns, width, (line) => style.title(line));
}
