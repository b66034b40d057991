import type { TaskFilter, TaskPage } from '@celerity/contracts';

/** Follows `next_cursor` from the filter's own cursor to the end. */
export async function* pagesOf(
  ask: (filter: TaskFilter) => Promise<TaskPage>,
  filter: TaskFilter,
): AsyncGenerator<TaskPage> {
  let cursor = filter.cursor;
  do {
    const page = await ask({ ...filter, cursor });
    yield page;
    cursor = page.next_cursor ?? undefined;
  } while (cursor !== undefined);
}
