import { deleteView, loadViews, saveView } from './saved-views.js';

function storage(kept?: string): Storage {
  const items = new Map(kept === undefined ? [] : [['celerity.task-views', kept]]);
  return {
    getItem: (key: string) => items.get(key) ?? null,
    setItem: (key: string, value: string) => void items.set(key, value),
  } as Storage;
}

it('keeps views, one of a name, until they are deleted', () => {
  const store = storage();
  saveView(store, { name: 'mine', search: 'q=a' });
  saveView(store, { name: 'failed', search: 'status=FAILURE' });
  saveView(store, { name: 'mine', search: 'q=b' });
  expect(loadViews(store)).toEqual([
    { name: 'failed', search: 'status=FAILURE' },
    { name: 'mine', search: 'q=b' },
  ]);
  expect(deleteView(store, 'failed')).toEqual([{ name: 'mine', search: 'q=b' }]);
});

it('keeps no more than fifty, the newest', () => {
  const store = storage();
  for (let at = 0; at < 60; at++) saveView(store, { name: `view ${at}`, search: '' });
  expect(loadViews(store)).toHaveLength(50);
  expect(loadViews(store).at(-1)?.name).toBe('view 59');
});

it.each(['{', '{}', 'null'])('takes %s for no views', (kept) => {
  expect(loadViews(storage(kept))).toEqual([]);
});

it('drops what is no view', () => {
  const kept = JSON.stringify([null, 5, { name: 'a' }, { name: 'b', search: '' }]);
  expect(loadViews(storage(kept))).toEqual([{ name: 'b', search: '' }]);
});
