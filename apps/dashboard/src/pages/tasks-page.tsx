import { useInfiniteQuery, useQueryClient } from '@tanstack/react-query';
import { useCallback, useMemo } from 'react';
import { Link, useLocation, useSearch } from 'wouter';
import { Answer } from '../components/answer.js';
import { PageHead } from '../components/panel.js';
import { useRefetchInterval } from '../live/refresh.js';
import { isShort } from '../live/task-pages.js';
import { useMessages } from '../messages/language.js';
import { useClient, useMay } from '../session/session.js';
import { SavedViews } from '../tasks/saved-views-bar.js';
import { TaskFilters } from '../tasks/task-filters.js';
import { filterOf, readTaskQuery, type TaskQuery, writeTaskQuery } from '../tasks/task-query.js';
import { TaskTable } from '../tasks/task-table.js';

const PAGE = 200;

export function TasksPage() {
  const messages = useMessages();
  const client = useClient();
  const maySend = useMay('operator');
  const every = useRefetchInterval();
  const search = useSearch();
  const [, navigate] = useLocation();
  const query = useMemo(() => readTaskQuery(search), [search]);
  const show = (next: TaskQuery): void => navigate(`/tasks?${writeTaskQuery(next)}`, { replace: true });

  const pages = useInfiniteQuery({
    queryKey: ['tasks', query],
    queryFn: ({ signal, pageParam }) =>
      client[query.list](
        { ...filterOf(query), limit: PAGE, ...(pageParam ? { cursor: pageParam } : {}) },
        { signal },
      ),
    initialPageParam: '',
    getNextPageParam: (page) => page.next_cursor,
    refetchInterval: (asked) => isShort(asked) && every,
    refetchOnWindowFocus: isShort,
    refetchOnMount: isShort,
    refetchOnReconnect: isShort,
    placeholderData: (before) => before,
  });
  const tasks = useMemo(() => pages.data?.pages.flatMap(({ results }) => results), [pages.data]);

  const queries = useQueryClient();
  const newest = () => void queries.resetQueries({ queryKey: ['tasks', query] });
  const { fetchNextPage } = pages;
  const more = useCallback(() => void fetchNextPage(), [fetchNextPage]);

  return (
    <>
      <PageHead title={messages.tasks}>
        {maySend && (
          <Link className="button" data-kind="primary" href="/task-types">
            {messages.newTask}
          </Link>
        )}
      </PageHead>
      <div className="segments" role="group" aria-label={messages.tasks}>
        {(['active', 'history'] as const).map((list) => (
          <button
            key={list}
            type="button"
            aria-pressed={query.list === list}
            onClick={() => show({ ...query, list })}
          >
            {list === 'active' ? messages.activeTasks : messages.history}
          </button>
        ))}
      </div>
      <TaskFilters key={`${query.list} ${query.task_name} ${query.q}`} query={query} onChange={show} />
      <SavedViews search={writeTaskQuery(query)} onOpen={(saved) => show(readTaskQuery(saved))} />
      <Answer of={{ data: tasks, error: pages.error, refetch: pages.refetch as never }}>
        {(rows) => (
          <TaskTable
            tasks={rows}
            hasMore={pages.hasNextPage}
            busy={pages.isFetchingNextPage}
            onMore={more}
            onNewest={pages.data && !isShort({ state: pages }) ? newest : undefined}
          />
        )}
      </Answer>
    </>
  );
}
