import { copiedValue, copyRows, type CopiedValue } from '@celerity/service';
import { sql, type Selectable, type Transaction } from 'kysely';
import type { MonitorDatabase, TasksTable } from '../database/monitor-database.js';
import { storableJson } from './storable-json.js';
import { JSON_COLUMNS, KEPT, SMALL } from './task-columns.js';
import type { TaskRow } from './task-row.js';

type SmallRecord = Pick<Selectable<TasksTable>, (typeof SMALL)[number]>;

/** Most characters of one statement's rows; larger transactions use several. */
const STATEMENT_CHARACTERS = 8 * 1024 * 1024;

const ALL = [...SMALL, ...KEPT];
const ENCODED = ALL.map((name) => [name, JSON_COLUMNS.has(name)] as const);
const columns = sql.join(ALL.map((name) => sql.ref(name)));
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

/**
 * Writes the rows: those of tasks that are not among the known ones by COPY, the others by one statement; what is
 * huge is split. The transaction must be the only one that writes tasks.
 */
export async function saveTasks(
  trx: Transaction<MonitorDatabase>,
  rows: readonly TaskRow[],
  known: ReadonlyMap<string, TaskRow>,
): Promise<void> {
  const fresh = rows.filter(({ task_id }) => !known.has(task_id));
  for (const lines of portionsOf(fresh, lineOf)) await copyRows(trx, 'tasks', ALL, lines.join(''));
  const changed = rows.filter(({ task_id }) => known.has(task_id));
  for (const objects of portionsOf(changed, storableJson))
    await sql`
      insert into tasks (${columns})
      select ${columns} from json_populate_recordset(null::tasks, ${`[${objects.join(',')}]`}::json)
      on conflict (task_id) do update set ${changes}`.execute(trx);
}

/** The row as a line of COPY's text format. */
function lineOf(row: TaskRow): string {
  let line = '';
  for (const [name, isJson] of ENCODED) {
    const value = row[name];
    const plain = isJson && value !== null ? storableJson(value) : (value as CopiedValue);
    line += (line === '' ? '' : '\t') + copiedValue(plain);
  }
  return `${line}\n`;
}

function* portionsOf(rows: readonly TaskRow[], encode: (row: TaskRow) => string): Generator<string[]> {
  let portion: string[] = [];
  let characters = 0;
  for (const row of rows) {
    const text = encode(row);
    if (characters > 0 && characters + text.length > STATEMENT_CHARACTERS) {
      yield portion;
      portion = [];
      characters = 0;
    }
    portion.push(text);
    characters += text.length;
  }
  if (portion.length > 0) yield portion;
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
