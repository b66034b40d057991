import { isTaskId, type Logged } from '@celerity/contracts';
import { sql, type Transaction } from 'kysely';
import type { MonitorDatabase } from '../database/monitor-database.js';
import { storableJson } from '../projection/storable-json.js';

const ROWS_PER_STATEMENT = 2_000;

/** Keeps what tasks logged. A line that is none of ours is left out, and does not stop the others. */
export async function saveLogs(trx: Transaction<MonitorDatabase>, events: readonly Logged[]): Promise<void> {
  const rows = events.flatMap(({ worker, lines }) =>
    lines.filter(isReadable).map((line) => ({ ...line, cut: line.cut === true, worker })),
  );
  for (let at = 0; at < rows.length; at += ROWS_PER_STATEMENT) {
    const json = storableJson(rows.slice(at, at + ROWS_PER_STATEMENT));
    await sql`
      insert into task_logs (task_id, attempt, worker, n, at, text, facts, cut)
      select task_id, attempt, worker, n, at, text, facts, cut
      from json_populate_recordset(null::task_logs, ${json}::json)
      on conflict do nothing`.execute(trx);
  }
}

function isReadable(line: unknown): boolean {
  if (typeof line !== 'object' || line === null) return false;
  const { task_id, attempt, n, at, text } = line as Record<string, unknown>;
  return (
    typeof task_id === 'string' &&
    isTaskId(task_id) &&
    [attempt, n].every((each) => Number.isInteger(each) && Math.abs(each as number) < 2 ** 31) &&
    typeof at === 'string' &&
    /^\d{4}-\d\d-\d\dT/.test(at) &&
    !Number.isNaN(Date.parse(at)) &&
    typeof text === 'string'
  );
}
