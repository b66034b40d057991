import type { Command } from 'commander';
import type { App } from '../../app.js';
import { addWatchOption, showAnswer, type WatchOption } from '../../live/show-answer.js';
import { shownList } from '../../live/shown-list.js';
import { wholeNumberOf } from '../../parsing/numbers.js';
import { changeTable, nextTable, scheduleDetails, scheduleTable } from '../../printing/schedules.js';

const MOST_NEXT = 100;
const MOST_LISTED = 200;

/** `schedules list`, `show`, `next` and `changes`. */
export function addShowSchedules(schedules: Command, app: App): void {
  const { text, surroundings } = app;
  const { signal } = surroundings;
  const said = text.schedules;
  const list = schedules
    .command('list')
    .description(said.listAbout)
    .option('-q, --search <text>', said.searchOption)
    .option('--limit <n>', text.limitOption, wholeNumberOf(text, '--limit', 1, MOST_LISTED))
    .option('--cursor <cursor>', text.cursorOption);
  addWatchOption(list, app).action(
    async ({ search, limit = MOST_LISTED, cursor, ...options }: ListOptions) => {
      const client = await app.client();
      await showAnswer(app, options, async () => {
        const page = await client.schedules.list({ q: search, limit, cursor }, { signal });
        return shownList(app, page, scheduleTable, said.none, true);
      });
    },
  );
  schedules
    .command('show')
    .description(said.showAbout)
    .argument('<id>', said.idArgument)
    .action(async (id: string) => {
      const schedule = await (await app.client()).schedules.show(id, { signal });
      app.print(schedule, () => scheduleDetails(schedule, text, app.style()));
    });
  schedules
    .command('next')
    .description(said.nextAbout)
    .argument('<id>', said.idArgument)
    .option('--count <n>', said.countOption, wholeNumberOf(text, '--count', 1, MOST_NEXT))
    .action(async (id: string, { count }: { readonly count?: number }) => {
      const next = await (await app.client()).schedules.next(id, count, { signal });
      app.print(next, () => nextTable(next, text, app.width, app.style()));
    });
  schedules
    .command('changes')
    .description(said.changesAbout)
    .argument('<id>', said.idArgument)
    .option('--limit <n>', text.limitOption, wholeNumberOf(text, '--limit', 1, MOST_LISTED))
    .action(async (id: string, { limit }: { readonly limit?: number }) => {
      const page = await (await app.client()).schedules.changes(id, { limit }, { signal });
      app.print(page, () => changeTable(page.results, text, app.width, app.style()));
    });
}

interface ListOptions extends WatchOption {
  readonly search?: string;
  readonly limit?: number;
  readonly cursor?: string;
}
