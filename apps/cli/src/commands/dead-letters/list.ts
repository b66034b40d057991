import { DEAD_LETTER_STATES } from '@celerity/client';
import { type Command, Option } from 'commander';
import type { App } from '../../app.js';
import { choiceOf } from '../../parsing/choice.js';
import { wholeNumberOf } from '../../parsing/numbers.js';
import { deadLetterTable } from '../../printing/dead-letter-table.js';
import { addSelection, isGiven, type SelectionOptions, selectionOf } from './selection.js';

const DEFAULT_LIMIT = 20;
const MOST = 200;

interface ListOptions extends SelectionOptions {
  readonly state?: (typeof DEAD_LETTER_STATES)[number];
  readonly limit?: number;
  readonly cursor?: string;
}

/** `dead-letters list`. */
export function addList(group: Command, app: App): void {
  const { text } = app;
  const words = text.ofDeadLetters;
  addSelection(group.command('list').description(words.listAbout), app)
    .addOption(
      new Option('--state <state>', words.stateOption)
        .choices(DEAD_LETTER_STATES)
        .argParser(choiceOf(text, '--state', DEAD_LETTER_STATES)),
    )
    .option('--limit <n>', `${words.limitOption} (${DEFAULT_LIMIT})`, wholeNumberOf(text, '--limit', 1, MOST))
    .option('--cursor <cursor>', text.cursorOption)
    .action(async ({ state, limit = DEFAULT_LIMIT, cursor, ...selection }: ListOptions) => {
      const client = await app.client();
      const filter = { ...selectionOf(selection), state, limit, cursor };
      const page = await client.deadLetters.list(filter, { signal: app.surroundings.signal });
      app.print(page, () => {
        if (page.results.length > 0) return deadLetterTable(page.results, text, app.width, app.style());
        return [isGiven(selection) || state !== undefined ? words.noMatch : words.nothing];
      });
      if (!app.options.json && page.next_cursor)
        app.note(app.style('stderr').minor(text.shown(page.results.length, page.count)));
    });
}
