import type { Migrations } from '@celerity/service';
import { sql } from 'kysely';

/** Sums by minute and by hour, so that statistics never go through the tasks themselves. */
export const statisticsMigration: Migrations[string] = {
  async up(db) {
    await sql`create table task_counts (
      span_s integer not null,
      slot timestamptz not null,
      task_name text not null,
      queue text not null,
      accepted integer not null,
      succeeded integer not null,
      failed integer not null,
      revoked integer not null,
      expired integer not null,
      retried integer not null,
      runs integer not null,
      run_ms double precision not null,
      last_at timestamptz not null,
      primary key (span_s, slot, task_name, queue)
    )`.execute(db);
    // How many attempts took about so long: the bucket's number is the logarithm of the duration.
    await sql`create table task_durations (
      span_s integer not null,
      slot timestamptz not null,
      task_name text not null,
      bucket smallint not null,
      runs integer not null,
      primary key (span_s, slot, task_name, bucket)
    )`.execute(db);
  },
};
