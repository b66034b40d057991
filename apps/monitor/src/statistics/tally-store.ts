import { sql, type RawBuilder, type Transaction } from 'kysely';
import type { MonitorDatabase } from '../database/monitor-database.js';
import type { TaskFact } from '../projection/task-facts.js';
import { talliesOf, type CountsRow, type DurationsRow } from './fact-tallies.js';

/** Lengths of slots in seconds, and how long slots of that length are kept. */
export const SPANS = [
  { seconds: 60, kept: '3 hours' },
  { seconds: 3_600, kept: '8 days' },
] as const;

/**
 * Statements that add facts to the sums, none when there is nothing to add. Facts come of changes of rows, so what is
 * projected again is not counted again.
 */
export function tallying(facts: readonly TaskFact[]): RawBuilder<unknown>[] {
  const { counts, durations } = talliesOf(
    facts,
    SPANS.map(({ seconds }) => seconds),
  );
  return [
    ...(counts.length > 0 ? [addCounts(counts)] : []),
    ...(durations.length > 0 ? [addDurations(durations)] : []),
  ];
}

/** Removes slots that are older than they are kept. */
export async function pruneTallies(trx: Transaction<MonitorDatabase>): Promise<void> {
  const old = SPANS.map(
    ({ seconds, kept }) => sql`(span_s = ${seconds} and slot < now() - ${kept}::interval)`,
  );
  const tooOld = sql.join(old, sql` or `);
  await sql`
    with pruned as (delete from task_counts where ${tooOld})
    delete from task_durations where ${tooOld}`.execute(trx);
}

function addCounts(rows: readonly CountsRow[]): RawBuilder<unknown> {
  return sql`
    insert into task_counts as known
    select span_s, slot, task_name, queue, accepted, succeeded, failed, revoked, expired, retried,
      runs, run_ms, last_at
    from json_populate_recordset(null::task_counts, ${JSON.stringify(rows)}::json)
    on conflict (span_s, slot, task_name, queue) do update set
      accepted = known.accepted + excluded.accepted, succeeded = known.succeeded + excluded.succeeded,
      failed = known.failed + excluded.failed, revoked = known.revoked + excluded.revoked,
      expired = known.expired + excluded.expired, retried = known.retried + excluded.retried,
      runs = known.runs + excluded.runs, run_ms = known.run_ms + excluded.run_ms,
      last_at = greatest(known.last_at, excluded.last_at)`;
}

function addDurations(rows: readonly DurationsRow[]): RawBuilder<unknown> {
  return sql`
    insert into task_durations as known
    select span_s, slot, task_name, bucket, runs
    from json_populate_recordset(null::task_durations, ${JSON.stringify(rows)}::json)
    on conflict (span_s, slot, task_name, bucket) do update set runs = known.runs + excluded.runs`;
}
