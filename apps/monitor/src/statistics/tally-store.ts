import { sql, type Transaction } from 'kysely';
import type { MonitorDatabase } from '../database/monitor-database.js';
import type { TaskFact } from '../projection/task-facts.js';
import { bucketOf } from './duration-buckets.js';

/** Lengths of slots in seconds, and how long slots of that length are kept. */
export const SPANS = [
  { seconds: 60, kept: '3 hours' },
  { seconds: 3_600, kept: '8 days' },
] as const;

const COUNTED = {
  PENDING: 'accepted',
  SUCCESS: 'succeeded',
  FAILURE: 'failed',
  REVOKED: 'revoked',
  EXPIRED: 'expired',
  RETRY: 'retried',
} as const;

type Count = (typeof COUNTED)[keyof typeof COUNTED] | 'runs' | 'run_ms';
type Tally = { span_s: number; slot: string; task_name: string; queue: string; last_at: string } & Record<
  Count,
  number
>;
const NOTHING: Record<Count, number> = {
  accepted: 0,
  succeeded: 0,
  failed: 0,
  revoked: 0,
  expired: 0,
  retried: 0,
  runs: 0,
  run_ms: 0,
};
interface Durations {
  readonly span_s: number;
  readonly slot: string;
  readonly task_name: string;
  readonly bucket: number;
  runs: number;
}

/** Adds facts to the sums. Facts come of changes of rows, so what is projected again is not counted again. */
export async function saveTallies(
  trx: Transaction<MonitorDatabase>,
  facts: readonly TaskFact[],
): Promise<void> {
  if (facts.length === 0) return;
  const bySpan = SPANS.map(({ seconds }) => talliesOf(facts, seconds));
  await addCounts(
    trx,
    bySpan.flatMap(({ tallies }) => tallies),
  );
  await addDurations(
    trx,
    bySpan.flatMap(({ durations }) => durations),
  );
}

/** Removes slots that are older than they are kept. */
export async function pruneTallies(trx: Transaction<MonitorDatabase>): Promise<void> {
  for (const { seconds, kept } of SPANS) {
    for (const table of ['task_counts', 'task_durations'])
      await sql`delete from ${sql.table(table)}
        where span_s = ${seconds} and slot < now() - ${kept}::interval`.execute(trx);
  }
}

function talliesOf(
  facts: readonly TaskFact[],
  seconds: number,
): { tallies: Tally[]; durations: Durations[] } {
  const tallies = new Map<string, Tally>();
  const durations = new Map<string, Durations>();
  for (const { task, queue, at, ...fact } of facts) {
    if (fact.kind === 'waited') continue;
    const slot = slotOf(at, seconds);
    const tally = entry(tallies, `${slot} ${task} ${queue}`, () => ({
      ...NOTHING,
      span_s: seconds,
      slot: new Date(slot).toISOString(),
      task_name: task,
      queue,
      last_at: at,
    }));
    if (at > tally.last_at) tally.last_at = at;
    if (fact.kind === 'ran') {
      const ms = fact.seconds * 1000;
      tally.runs += 1;
      tally.run_ms += ms;
      const bucket = bucketOf(ms);
      entry(durations, `${slot} ${task} ${bucket}`, () => ({
        span_s: seconds,
        slot: new Date(slot).toISOString(),
        task_name: task,
        bucket,
        runs: 0,
      })).runs += 1;
    } else if (fact.state in COUNTED) tally[COUNTED[fact.state as keyof typeof COUNTED]] += 1;
  }
  return { tallies: [...tallies.values()], durations: [...durations.values()] };
}

function entry<Value>(map: Map<string, Value>, key: string, make: () => Value): Value {
  const known = map.get(key) ?? make();
  map.set(key, known);
  return known;
}

/** The slot's beginning, in milliseconds. */
function slotOf(at: string, seconds: number): number {
  const ms = seconds * 1000;
  return Math.floor(Date.parse(at) / ms) * ms;
}

async function addCounts(trx: Transaction<MonitorDatabase>, rows: Tally[]): Promise<void> {
  await sql`
    insert into task_counts as known
    select span_s, slot, task_name, queue, accepted, succeeded, failed, revoked, expired, retried,
      runs, run_ms, last_at
    from json_populate_recordset(null::task_counts, ${JSON.stringify(rows)}::json)
    on conflict (span_s, slot, task_name, queue) do update set
      accepted = known.accepted + excluded.accepted, succeeded = known.succeeded + excluded.succeeded,
      failed = known.failed + excluded.failed, revoked = known.revoked + excluded.revoked,
      expired = known.expired + excluded.expired, retried = known.retried + excluded.retried,
      runs = known.runs + excluded.runs, run_ms = known.run_ms + excluded.run_ms,
      last_at = greatest(known.last_at, excluded.last_at)`.execute(trx);
}

async function addDurations(trx: Transaction<MonitorDatabase>, rows: Durations[]): Promise<void> {
  if (rows.length === 0) return;
  await sql`
    insert into task_durations as known
    select span_s, slot, task_name, bucket, runs
    from json_populate_recordset(null::task_durations, ${JSON.stringify(rows)}::json)
    on conflict (span_s, slot, task_name, bucket) do update set runs = known.runs + excluded.runs`.execute(
    trx,
  );
}
