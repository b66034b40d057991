import type { App } from '../app.js';
import type { Messages } from '../messages/language.js';
import type { Style } from '../printing/style.js';
import type { Shown } from './shown.js';

/** A list as the API gives it, whole or a page of it. */
export interface List<Row> {
  readonly results: readonly Row[];
  readonly count?: number;
  readonly next_cursor?: string | number | null;
}

type Tabulate<Row> = (rows: readonly Row[], text: Messages, width: number, style: Style) => readonly string[];

/** A list as a table, or what is said when there is nothing; and whether there is more. */
export function shownList<Row>(
  app: App,
  list: List<Row>,
  tabulate: Tabulate<Row>,
  nothing: string,
  hasLimit = false,
): Shown {
  const { results, count, next_cursor } = list;
  const { text } = app;
  const more =
    hasLimit && count !== undefined ? text.shown(results.length, count) : text.more(String(next_cursor));
  return {
    answer: list,
    rows: results,
    lines: () => (results.length === 0 ? [nothing] : tabulate(results, text, app.width, app.style())),
    note: next_cursor ? more : undefined,
  };
}
