import { Inject, Injectable } from '@nestjs/common';
import type {
  JournalState,
  SystemStats,
  TasksByState,
  Throughput,
  WorkersByStatus,
} from '@celerity/contracts';
import { JournalStatus } from '@celerity/service';
import { Kysely, sql } from 'kysely';
import type { MonitorDatabase } from '../database/monitor-database.js';
import { WorkerListing } from '../workers/worker-listing.js';
import { QueueStatistics } from './queue-statistics.js';

/** The overview: each number is cheap, however long the history. */
@Injectable()
export class SystemStatistics {
  constructor(
    @Inject(Kysely) private readonly db: Kysely<MonitorDatabase>,
    private readonly queues: QueueStatistics,
    private readonly workers: WorkerListing,
    private readonly projection: JournalStatus,
  ) {}

  async read(projectedOffset: number): Promise<SystemStats> {
    const [tasks, throughput, queues, workers] = await Promise.all([
      this.tasks(),
      this.throughput(),
      this.queues.all(),
      this.workersByStatus(),
    ]);
    return { tasks, throughput, queues, workers, journal: this.journal(projectedOffset) };
  }

  private async tasks(): Promise<TasksByState> {
    const [active, { rows: ended }] = await Promise.all([
      this.db
        .selectFrom('tasks')
        .select(({ fn }) => ['state', fn.countAll().as('count')])
        .where('finished_at', 'is', null)
        .groupBy('state')
        .execute(),
      sql<Pick<TasksByState, 'SUCCESS' | 'FAILURE' | 'REVOKED' | 'EXPIRED'>>`
        select coalesce(sum(succeeded), 0)::float8 as "SUCCESS", coalesce(sum(failed), 0)::float8 as "FAILURE",
          coalesce(sum(revoked), 0)::float8 as "REVOKED", coalesce(sum(expired), 0)::float8 as "EXPIRED"
        from task_counts where span_s = 3600 and slot > now() - interval '25 hours'`.execute(this.db),
    ]);
    const none = {
      PENDING: 0,
      STARTED: 0,
      PROGRESS: 0,
      RETRY: 0,
      SUCCESS: 0,
      FAILURE: 0,
      REVOKED: 0,
      EXPIRED: 0,
    };
    const counted = Object.fromEntries(active.map(({ state, count }) => [state, Number(count)]));
    return { ...none, ...ended[0], ...counted };
  }

  private async throughput(): Promise<Throughput> {
    const { rows } = await sql<Throughput>`
      select coalesce(sum(ended) filter (where slot >= date_trunc('minute', now()) - interval '1 minute'), 0)::float8
          as last_minute,
        coalesce(sum(ended), 0)::float8 as last_hour, coalesce(sum(failed), 0)::float8 as failures_last_hour
      from (
        select slot, failed, succeeded + failed + revoked + expired as ended from task_counts
        where span_s = 60 and slot > now() - interval '61 minutes'
      ) minutes`.execute(this.db);
    return rows[0] ?? { last_minute: 0, last_hour: 0, failures_last_hour: 0 };
  }

  private async workersByStatus(): Promise<WorkersByStatus> {
    const counts = { online: 0, stopping: 0, offline: 0 };
    for (const { status } of await this.workers.all()) counts[status] += 1;
    return counts;
  }

  private journal(projected_offset: number): JournalState {
    const lag = this.projection.leading ? Math.round(this.projection.lagSeconds() * 10) / 10 : null;
    return { projected_offset, lag_s: lag };
  }
}
