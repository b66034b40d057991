import type { CelerityClient, TaskListName } from '@celerity/client';
import type { TaskFilter, TaskPage, TaskView } from '@celerity/contracts';
import type { App } from '../app.js';
import type { Messages } from '../messages/language.js';
import type { Style } from '../printing/style.js';
import { type FilterOptions, filterOf, isFiltered } from './filter-options.js';

/** Most tasks that the API gives in one page. */
const MOST_PER_PAGE = 200;

type Tabulate = (tasks: readonly TaskView[], text: Messages, width: number, style: Style) => string[];

/** Shows one of the two lists of tasks. */
export async function showList(
  app: App,
  list: TaskListName,
  options: FilterOptions,
  tabulate: Tabulate,
  nothing: string,
): Promise<void> {
  const client = await app.client();
  const { filter, limit } = filterOf(options);
  const page = await gather(client, list, filter, limit, app.surroundings.signal);
  const { text, width } = app;
  app.print(page, () => {
    if (page.results.length === 0) return [isFiltered(options) ? text.noMatch : nothing];
    return tabulate(page.results, text, width, app.style());
  });
  if (!app.options.json && page.next_cursor) {
    app.note(app.style('stderr').minor(text.shown(page.results.length, page.count)));
  }
}

/** One page as long as is wanted, of as many pages of the API as that takes. */
async function gather(
  client: CelerityClient,
  list: TaskListName,
  filter: TaskFilter,
  limit: number,
  signal: AbortSignal,
): Promise<TaskPage> {
  const results: TaskView[] = [];
  let cursor = filter.cursor;
  for (;;) {
    const wanted = Math.min(MOST_PER_PAGE, limit - results.length);
    const page = await client[list]({ ...filter, cursor, limit: wanted }, { signal });
    results.push(...page.results);
    cursor = page.next_cursor ?? undefined;
    if (cursor === undefined || results.length >= limit) return { ...page, results };
  }
}
