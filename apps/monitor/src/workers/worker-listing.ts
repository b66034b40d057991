import { Inject, Injectable } from '@nestjs/common';
import type { WorkerView } from '@celerity/contracts';
import { Kysely, type Selectable } from 'kysely';
import type { MonitorDatabase } from '../database/monitor-database.js';
import { isAlive } from './worker-liveness.js';
import type { WorkersTable } from './workers-table.js';

/** The workers that have not said goodbye: those alive first, then those that are gone, the last seen first. */
@Injectable()
export class WorkerListing {
  constructor(@Inject(Kysely) private readonly db: Kysely<MonitorDatabase>) {}

  async all(): Promise<WorkerView[]> {
    const rows = await this.db
      .selectFrom('workers')
      .selectAll()
      .select(isAlive.as('alive'))
      .where('state', '<>', 'stopped')
      .execute();
    return rows
      .sort((a, b) => Number(b.alive) - Number(a.alive) || order(a, b))
      .map(({ alive, ...row }) => viewOf(row, alive));
  }
}

type WorkerRow = Selectable<WorkersTable>;

function order(a: WorkerRow, b: WorkerRow): number {
  const alike = a.hostname.localeCompare(b.hostname) || a.pid - b.pid;
  return alike || b.seen_at.getTime() - a.seen_at.getTime();
}

function viewOf(row: WorkerRow, alive: boolean): WorkerView {
  return {
    worker_id: row.worker_id,
    hostname: row.hostname,
    pid: row.pid,
    status: !alive || row.state === 'stopped' ? 'offline' : row.state,
    queues: [...row.queues],
    concurrency: row.concurrency,
    // What a dead worker held, the broker has given to others.
    active: alive ? row.active : 0,
    unacked: alive ? Object.values(row.unacked).reduce((sum, count) => sum + count, 0) : 0,
    processed: Number(row.processed),
    uptime_s: row.uptime_s,
    rss_bytes: Number(row.rss_bytes),
    event_loop_lag_ms: row.event_loop_lag_ms,
    version: row.version,
    last_seen_at: row.seen_at.toISOString(),
  };
}
