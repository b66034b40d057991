import { DEAD_LETTER_STATES } from '@celerity/client';
import { type Command, Option } from 'commander';
import type { App } from '../../app.js';
import { addWatchOption, showAnswer, type WatchOption } from '../../live/show-answer.js';
import { shownList } from '../../live/shown-list.js';
import { choiceOf } from '../../parsing/choice.js';
import { wholeNumberOf } from '../../parsing/numbers.js';
import { deadLetterTable } from '../../printing/dead-letter-table.js';
import { addSelection, isGiven, type SelectionOptions, selectionOf } from './selection.js';

const DEFAULT_LIMIT = 20;
const MOST = 200;

interface ListOptions extends SelectionOptions, WatchOption {
  readonly state?: (typeof DEAD_LETTER_STATES)[number];
  readonly limit?: number;
  readonly cursor?: string;
}

/** `dead-letters list`. */
export function addList(group: Command, app: App): void {
  const { text } = app;
  const words = text.ofDeadLetters;
  const command = group.command('list').description(words.listAbout);
  addWatchOption(addSelection(command, app), app)
    .addOption(
      new Option('--state <state>', words.stateOption)
        .choices(DEAD_LETTER_STATES)
        .argParser(choiceOf(text, '--state', DEAD_LETTER_STATES)),
    )
    .option('--limit <n>', `${words.limitOption} (${DEFAULT_LIMIT})`, wholeNumberOf(text, '--limit', 1, MOST))
    .option('--cursor <cursor>', text.cursorOption)
    .action(async ({ state, limit = DEFAULT_LIMIT, cursor, watch, ...selection }: ListOptions) => {
      const client = await app.client();
      const filter = { ...selectionOf(selection), state, limit, cursor };
      await showAnswer(app, { watch }, async () => {
        const page = await client.deadLetters.list(filter, { signal: app.surroundings.signal });
        const nothing = isGiven(selection) || state !== undefined ? words.noMatch : words.nothing;
        return shownList(app, page, deadLetterTable, nothing, true);
      });
    });
}
