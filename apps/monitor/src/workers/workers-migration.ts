import type { Migrations } from '@celerity/service';
import { sql } from 'kysely';

/** One row per process that ever beat, until it is pruned. */
export const workersMigration: Migrations[string] = {
  async up(db) {
    await sql`create table workers (
      worker_id text primary key,
      seq bigint not null,
      state text not null,
      hostname text not null,
      pid integer not null,
      queues json not null,
      unacked json not null,
      concurrency integer not null,
      active integer not null,
      processed bigint not null,
      uptime_s double precision not null,
      rss_bytes bigint not null,
      event_loop_lag_ms double precision not null,
      version text not null,
      interval_ms integer not null,
      seen_at timestamptz not null default clock_timestamp()
    )`.execute(db);
  },
};
