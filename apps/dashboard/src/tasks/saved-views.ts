/** A filter that somebody wants to come back to. */
export interface SavedView {
  readonly name: string;
  /** The page's query. */
  readonly search: string;
}

const KEY = 'celerity.task-views';
const MOST = 50;

export function loadViews(storage: Storage): readonly SavedView[] {
  try {
    const found: unknown = JSON.parse(storage.getItem(KEY) ?? '[]');
    return Array.isArray(found) ? found.filter(isView) : [];
  } catch {
    return [];
  }
}

/** Keeps the view in place of one of the same name. */
export function saveView(storage: Storage, view: SavedView): readonly SavedView[] {
  return store(storage, [...without(storage, view.name), view].slice(-MOST));
}

export function deleteView(storage: Storage, name: string): readonly SavedView[] {
  return store(storage, without(storage, name));
}

function without(storage: Storage, name: string): readonly SavedView[] {
  return loadViews(storage).filter((view) => view.name !== name);
}

function store(storage: Storage, views: readonly SavedView[]): readonly SavedView[] {
  storage.setItem(KEY, JSON.stringify(views));
  return views;
}

function isView(value: unknown): value is SavedView {
  const { name, search } = (value ?? {}) as Partial<SavedView>;
  return typeof name === 'string' && typeof search === 'string';
}
