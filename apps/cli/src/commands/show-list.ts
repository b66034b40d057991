import type { CelerityClient, TaskListName } from '@celerity/client';
import type { TaskFilter, TaskPage, TaskView } from '@celerity/contracts';
import type { App } from '../app.js';
import { showAnswer, type WatchOption } from '../live/show-answer.js';
import { shownList } from '../live/shown-list.js';
import type { Messages } from '../messages/language.js';
import type { Style } from '../printing/style.js';
import { type FilterOptions, filterOf, isFiltered } from './filter-options.js';

/** Most tasks that the API gives in one page. */
const MOST_PER_PAGE = 200;

type Tabulate = (tasks: readonly TaskView[], text: Messages, width: number, style: Style) => string[];

/** Shows one of the two lists of tasks, once or with `--watch` again and again. */
export async function showList(
  app: App,
  list: TaskListName,
  options: FilterOptions & WatchOption,
  tabulate: Tabulate,
  nothing: string,
): Promise<void> {
  const client = await app.client();
  const { watch, ...filters } = options;
  const { filter, limit } = filterOf(filters);
  const { text } = app;
  await showAnswer(app, { watch }, async () => {
    const page = await gather(client, list, filter, limit, app.surroundings.signal);
    return shownList(app, page, tabulate, isFiltered(filters) ? text.noMatch : nothing, true);
  });
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
