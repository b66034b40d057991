import type { TaskPage, TaskView } from '@celerity/contracts';
import type { InfiniteData } from '@tanstack/react-query';

/** A list of tasks as far as it has been read. */
export type TaskPages = InfiniteData<TaskPage>;

/** Beyond so many pages a list keeps its rows: those that move while they are read help nobody. */
const LIVE_PAGES = 2;

/** Whether it may be asked for again as a whole, which is a question for each of its pages. */
export function isShort({ state: { data } }: { readonly state: { readonly data?: unknown } }): boolean {
  const pages = (data as Partial<TaskPages> | undefined)?.pages;
  return !Array.isArray(pages) || pages.length <= LIVE_PAGES;
}

/** The same pages where no task of theirs has changed, so that nothing is drawn anew. */
export function patchedPages(data: TaskPages, patched: (task: TaskView) => TaskView): TaskPages {
  const pages = data.pages.map((page) => {
    const results = page.results.map(patched);
    return results.some((task, at) => task !== page.results[at]) ? { ...page, results } : page;
  });
  return pages.some((page, at) => page !== data.pages[at]) ? { ...data, pages } : data;
}
