import { Inject, Injectable } from '@nestjs/common';
import type { StatsWindow, TaskStats } from '@celerity/contracts';
import { Kysely, sql } from 'kysely';
import type { MonitorDatabase } from '../database/monitor-database.js';
import { percentile, type Bucket } from './duration-buckets.js';

/** Which slots a window is made of. */
const WINDOWS: Readonly<Record<StatsWindow, { span: number; length: string }>> = {
  '1h': { span: 60, length: '1 hour' },
  '24h': { span: 3_600, length: '24 hours' },
  '7d': { span: 3_600, length: '7 days' },
};

interface Sums {
  readonly task_name: string;
  readonly accepted: number;
  readonly succeeded: number;
  readonly failed: number;
  readonly revoked: number;
  readonly expired: number;
  readonly retried: number;
  readonly runs: number;
  readonly run_ms: number;
  readonly last_at: Date | null;
}

/** What became of tasks, by name. */
@Injectable()
export class TaskStatistics {
  constructor(@Inject(Kysely) private readonly db: Kysely<MonitorDatabase>) {}

  async of(window: StatsWindow): Promise<TaskStats[]> {
    const { span, length } = WINDOWS[window];
    // The slot in which the window begins belongs to it.
    const inWindow = sql`span_s = ${span} and slot > now() - ${length}::interval - ${span} * interval '1 second'`;
    const [{ rows: sums }, { rows: durations }] = await Promise.all([
      sql<Sums>`
        select task_name, sum(accepted)::float8 as accepted, sum(succeeded)::float8 as succeeded,
          sum(failed)::float8 as failed, sum(revoked)::float8 as revoked, sum(expired)::float8 as expired,
          sum(retried)::float8 as retried, sum(runs)::float8 as runs, sum(run_ms) as run_ms,
          max(last_at) filter (where succeeded + failed + retried > 0) as last_at
        from task_counts where ${inWindow} group by task_name order by task_name`.execute(this.db),
      sql<Bucket & { readonly task_name: string }>`
        select task_name, bucket, sum(runs)::float8 as runs
        from task_durations where ${inWindow} group by task_name, bucket`.execute(this.db),
    ]);
    const byTask = Map.groupBy(durations, ({ task_name }) => task_name);
    return sums.map((sum) => statsOf(sum, byTask.get(sum.task_name) ?? []));
  }
}

function statsOf(sum: Sums, durations: readonly Bucket[]): TaskStats {
  const { task_name, accepted, succeeded, failed, revoked, expired, retried, runs, run_ms, last_at } = sum;
  return {
    task_name,
    total: succeeded + failed + revoked + expired,
    success: succeeded,
    failed,
    revoked,
    expired,
    retry: retried,
    accepted,
    avg_duration: runs === 0 ? null : seconds(run_ms / runs),
    p50: seconds(percentile(durations, 0.5)),
    p95: seconds(percentile(durations, 0.95)),
    p99: seconds(percentile(durations, 0.99)),
    last_execution: last_at?.toISOString() ?? null,
  };
}

function seconds(ms: number): number;
function seconds(ms: number | null): number | null;
function seconds(ms: number | null): number | null {
  return ms === null ? null : Math.round(ms) / 1000;
}
