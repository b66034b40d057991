import { sql, type Selectable, type Transaction } from 'kysely';
import type { MonitorDatabase, TasksTable } from '../database/monitor-database.js';
import { storableJson } from './storable-json.js';
import type { TaskRow } from './task-row.js';

/** Large, and written once: they stay in the database when a task is read to be changed. */
const KEPT = ['args', 'kwargs', 'result'] as const;

const SMALL = [
  'task_id',
  'state',
  'attempt',
  'task_name',
  'queue',
  'error',
  'progress',
  'progress_at',
  'priority',
  'max_retries',
  'eta',
  'expires',
  'submitted_at',
  'seen_at',
  'started_at',
  'finished_at',
  'duration_ms',
  'worker',
  'root_id',
  'parent_id',
  'schedule',
  'retried_from',
  'trace_id',
  'submitted_by',
  'revoke_requested_at',
  'soft_limit_ms',
  'hard_limit_ms',
  'attempts',
] as const satisfies readonly (keyof TaskRow)[];

type SmallRecord = Pick<Selectable<TasksTable>, (typeof SMALL)[number]>;

/** Most characters of one statement's rows; larger transactions use several. */
const STATEMENT_CHARACTERS = 8 * 1024 * 1024;

const columns = sql.join([...SMALL, ...KEPT].map((name) => sql.ref(name)));
const changes = sql.join([
  ...SMALL.filter((name) => name !== 'task_id').map(
    (name) => sql`${sql.ref(name)} = excluded.${sql.ref(name)}`,
  ),
  ...KEPT.map((name) => sql`${sql.ref(name)} = coalesce(excluded.${sql.ref(name)}, tasks.${sql.ref(name)})`),
]);

/** The tasks' rows as the reducer wants them; their arguments and results are not read (null means: as it is). */
export async function loadTasks(
  trx: Transaction<MonitorDatabase>,
  taskIds: readonly string[],
): Promise<Map<string, TaskRow>> {
  if (taskIds.length === 0) return new Map();
  const records = await trx
    .selectFrom('tasks')
    .select(SMALL)
    .where(sql<boolean>`task_id = any(${taskIds}::uuid[])`)
    .execute();
  return new Map(records.map((record) => [record.task_id, toRow(record)]));
}

/** Writes the rows, new and changed alike, in one statement (or, if they are huge, in a few). */
export async function saveTasks(trx: Transaction<MonitorDatabase>, rows: readonly TaskRow[]): Promise<void> {
  for (const json of statementsOf(rows)) {
    await sql`
      insert into tasks (${columns})
      select ${columns} from json_populate_recordset(null::tasks, ${json}::json)
      on conflict (task_id) do update set ${changes}`.execute(trx);
  }
}

function* statementsOf(rows: readonly TaskRow[]): Generator<string> {
  let parts: string[] = [];
  let characters = 0;
  for (const row of rows) {
    const json = storableJson(row);
    if (characters > 0 && characters + json.length > STATEMENT_CHARACTERS) {
      yield `[${parts.join(',')}]`;
      parts = [];
      characters = 0;
    }
    parts.push(json);
    characters += json.length;
  }
  if (parts.length > 0) yield `[${parts.join(',')}]`;
}

function toRow(record: SmallRecord): TaskRow {
  return {
    ...record,
    args: null,
    kwargs: null,
    result: null,
    progress_at: iso(record.progress_at),
    eta: iso(record.eta),
    expires: iso(record.expires),
    submitted_at: iso(record.submitted_at),
    seen_at: record.seen_at.toISOString(),
    started_at: iso(record.started_at),
    finished_at: iso(record.finished_at),
    revoke_requested_at: iso(record.revoke_requested_at),
  };
}

function iso(instant: Date | null): string | null {
  return instant?.toISOString() ?? null;
}
