import type { TaskView } from '@celerity/contracts';
import { isShort, patchedPages, type TaskPages } from './task-pages.js';

const page = (...ids: string[]) => ({
  count: ids.length,
  results: ids.map((task_id) => ({ task_id, status: 'PENDING' }) as TaskView),
  next_cursor: null,
});
const data = { pages: [page('a', 'b'), page('c')], pageParams: ['', 'x'] } as TaskPages;

it('changes the page with the task, and leaves the others as they are', () => {
  const changed = patchedPages(data, (task) =>
    task.task_id === 'c' ? { ...task, status: 'SUCCESS' } : task,
  );
  expect(changed.pages[0]).toBe(data.pages[0]);
  expect(changed.pages[1]?.results[0]?.status).toBe('SUCCESS');
});

it('is the same when nothing changes', () => {
  expect(patchedPages(data, (task) => task)).toBe(data);
});

it('takes a list of many pages, and no other answer, for too long to ask for as a whole', () => {
  const of = (answer: unknown) => isShort({ state: { data: answer } });
  expect([of(undefined), of({ results: [] }), of(data)]).toEqual([true, true, true]);
  expect(of({ ...data, pages: [page(), page(), page()] })).toBe(false);
});
