import type { TaskFilter, TaskState } from '@celerity/contracts';

/** What the page of tasks shows; it is the address, so that it can be linked to and gone back to. */
export interface TaskQuery {
  readonly list: 'active' | 'history';
  readonly status?: TaskState;
  readonly task_name?: string;
  readonly queue?: string;
  readonly worker?: string;
  readonly parent_id?: string;
  readonly q?: string;
  /** As `datetime-local` controls write it, in the reader's time zone. */
  readonly since?: string;
  readonly until?: string;
}

const FIELDS = ['status', 'task_name', 'queue', 'worker', 'parent_id', 'q', 'since', 'until'] as const;

export function readTaskQuery(search: string): TaskQuery {
  const found = new URLSearchParams(search);
  const fields = FIELDS.flatMap((field) => {
    const value = found.get(field)?.trim();
    return value ? [[field, value] as const] : [];
  });
  return {
    list: found.get('list') === 'history' ? 'history' : 'active',
    ...(Object.fromEntries(fields) as Omit<TaskQuery, 'list'>),
  };
}

export function writeTaskQuery(query: TaskQuery): string {
  const search = new URLSearchParams();
  if (query.list === 'history') search.set('list', 'history');
  for (const field of FIELDS) {
    const value = query[field]?.trim();
    if (value) search.set(field, value);
  }
  return search.toString();
}

/** The same as the API takes it. A time that is none is left out. */
export function filterOf({ list: _, since, until, ...rest }: TaskQuery): TaskFilter {
  const from = instantOf(since);
  const to = instantOf(until);
  return { ...rest, ...(from ? { since: from } : {}), ...(to ? { until: to } : {}) };
}

function instantOf(local: string | undefined): string | null {
  const time = local ? new Date(local) : null;
  return time && Number.isFinite(time.getTime()) ? time.toISOString() : null;
}
