import type { TaskFact } from '../projection/task-facts.js';
import { bucketOf } from './duration-buckets.js';

const COUNTED = {
  PENDING: 'accepted',
  SUCCESS: 'succeeded',
  FAILURE: 'failed',
  REVOKED: 'revoked',
  EXPIRED: 'expired',
  RETRY: 'retried',
} as const;

type Count = (typeof COUNTED)[keyof typeof COUNTED] | 'runs' | 'run_ms';
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
/** Characters of an instant up to its minute. */
const MINUTE_LENGTH = '2030-01-01T00:00'.length;

/** The sums of one slot, task and queue. */
interface Tally {
  readonly minute: string;
  readonly task: string;
  readonly queue: string;
  last_at: string;
  readonly counts: Record<Count, number>;
  readonly buckets: Map<number, number>;
}

/** Where a sum belongs: the length of its slot in seconds, and the slot's beginning. */
interface Slot {
  readonly span_s: number;
  readonly slot: string;
  readonly task_name: string;
}

/** What is to be added to a row of `task_counts`. */
export type CountsRow = Slot & { readonly queue: string; last_at: string } & Record<Count, number>;

/** What is to be added to a row of `task_durations`. */
export type DurationsRow = Slot & { readonly bucket: number; runs: number };

/** The sums of facts for slots of each length, in seconds; every length must be whole minutes. */
export function talliesOf(
  facts: readonly TaskFact[],
  spans: readonly number[],
): { counts: CountsRow[]; durations: DurationsRow[] } {
  const minutes = byMinute(facts);
  const counts = new Map<string, CountsRow>();
  const durations = new Map<string, DurationsRow>();
  for (const span_s of spans)
    for (const { minute, task: task_name, queue, last_at, counts: more, buckets } of minutes) {
      const place: Slot = { span_s, slot: slotOf(minute, span_s), task_name };
      const key = `${span_s} ${place.slot} ${task_name}`;
      const row = entry(counts, `${key} ${queue}`, () => ({ ...place, queue, last_at, ...NOTHING }));
      for (const name of Object.keys(NOTHING) as Count[]) row[name] += more[name];
      if (last_at > row.last_at) row.last_at = last_at;
      for (const [bucket, runs] of buckets)
        entry(durations, `${key} ${bucket}`, () => ({ ...place, bucket, runs: 0 })).runs += runs;
    }
  return { counts: [...counts.values()], durations: [...durations.values()] };
}

/** Facts are many and minutes few, so that no more is done for each fact than must be. */
function byMinute(facts: readonly TaskFact[]): Tally[] {
  const all: Tally[] = [];
  const known = new Map<string, Map<string, Map<string, Tally>>>();
  for (const fact of facts) {
    if (fact.kind === 'waited') continue;
    const { task, queue, at } = fact;
    const minute = at.slice(0, MINUTE_LENGTH);
    const queues = entry(known, minute, () => new Map<string, Map<string, Tally>>());
    const tasks = entry(queues, queue, () => new Map<string, Tally>());
    const tally = entry(tasks, task, () => {
      const made = {
        minute,
        task,
        queue,
        last_at: at,
        counts: { ...NOTHING },
        buckets: new Map<number, number>(),
      };
      all.push(made);
      return made;
    });
    add(fact, tally);
  }
  return all;
}

function add(fact: Exclude<TaskFact, { kind: 'waited' }>, tally: Tally): void {
  const { counts, buckets } = tally;
  if (fact.at > tally.last_at) tally.last_at = fact.at;
  if (fact.kind === 'ran') {
    const ms = fact.seconds * 1000;
    counts.runs += 1;
    counts.run_ms += ms;
    const bucket = bucketOf(ms);
    buckets.set(bucket, (buckets.get(bucket) ?? 0) + 1);
  } else if (fact.state in COUNTED) counts[COUNTED[fact.state as keyof typeof COUNTED]] += 1;
}

function entry<Key, Value>(map: Map<Key, Value>, key: Key, make: () => Value): Value {
  const known = map.get(key);
  if (known !== undefined) return known;
  const made = make();
  map.set(key, made);
  return made;
}

/** The beginning of the slot of so many seconds that a minute is in. */
function slotOf(minute: string, seconds: number): string {
  const ms = seconds * 1000;
  return new Date(Math.floor(Date.parse(`${minute}Z`) / ms) * ms).toISOString();
}
