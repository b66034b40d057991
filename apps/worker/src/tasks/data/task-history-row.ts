import type { TaskView } from '@celerity/contracts';
import { DateTime } from 'luxon';
import type { ExportColumn, ExportRow } from './export-reader.js';

const KINDS = {
  task_id: 'text',
  task_name: 'text',
  queue: 'text',
  status: 'text',
  attempt: 'integer',
  max_retries: 'integer',
  priority: 'integer',
  submitted_by: 'text',
  submitted_at: 'time',
  started_at: 'time',
  finished_at: 'time',
  duration_ms: 'integer',
  worker: 'text',
  schedule: 'text',
  parent_id: 'text',
  root_id: 'text',
  retried_from: 'text',
  args: 'text',
  kwargs: 'text',
  error_type: 'text',
  error_message: 'text',
} as const satisfies Record<string, ExportColumn['kind']>;

/** Results are left out: each is as large as its task likes. */
export const TASK_HISTORY_COLUMNS: readonly ExportColumn[] = Object.entries(KINDS).map(([name, kind]) => ({
  name,
  kind,
}));

/**
 * A task as a row.
 * @param zone in which people read times; null for UTC, as programs do
 */
export function taskHistoryRow(task: TaskView, zone: string | null): ExportRow {
  const flat: Partial<Record<keyof typeof KINDS, unknown>> = {
    ...task,
    args: JSON.stringify(task.args),
    kwargs: JSON.stringify(task.kwargs),
    error_type: task.error?.type,
    error_message: task.error?.message,
  };
  return Object.fromEntries(
    TASK_HISTORY_COLUMNS.map(({ name, kind }) => {
      const value = flat[name as keyof typeof KINDS] ?? null;
      return [name, value === null ? null : kind === 'time' ? timeOf(String(value), zone) : String(value)];
    }),
  );
}

function timeOf(instant: string, zone: string | null): string {
  return zone === null ? instant : DateTime.fromISO(instant, { zone }).toFormat('yyyy-MM-dd HH:mm:ss');
}
