import { leaseMigrations, positionsMigration, type Migrations } from '@celerity/service';
import { sql } from 'kysely';
import { taskLogsMigration } from '../logs/task-logs-migration.js';
import { statisticsMigration } from '../statistics/statistics-migration.js';
import { workersMigration } from '../workers/workers-migration.js';
import { coveringIndexesMigration } from './covering-indexes-migration.js';
import { deadLettersMigration } from './dead-letters-migration.js';
import { historyIndexesMigration } from './history-indexes-migration.js';
import { sweepMigration } from './sweep-migration.js';

/** The schema's history. A released migration is never edited; a new one is added. */
export const monitorMigrations: Migrations = {
  ...leaseMigrations,
  '0001_tasks': {
    async up(db) {
      // json, not jsonb: arguments and results are shown as they came and never searched by key.
      await sql`create table tasks (
        task_id uuid primary key,
        state text not null,
        attempt integer not null,
        task_name text,
        queue text,
        args json,
        kwargs json,
        result json,
        error json,
        progress json,
        progress_at timestamptz,
        priority integer,
        max_retries integer,
        eta timestamptz,
        expires timestamptz,
        submitted_at timestamptz,
        seen_at timestamptz not null,
        started_at timestamptz,
        finished_at timestamptz,
        duration_ms double precision,
        worker text,
        root_id text,
        parent_id text,
        schedule text,
        retried_from text,
        trace_id text,
        submitted_by text,
        attempts json not null
      )`.execute(db);
      // The two lists, newest first; a task is final exactly when it has finished.
      await sql`create index tasks_active on tasks (seen_at desc, task_id desc)
        where finished_at is null`.execute(db);
      await sql`create index tasks_history on tasks (finished_at desc, task_id desc)
        where finished_at is not null`.execute(db);
    },
  },
  '0002_projection': positionsMigration('projection'),
  '0003_workers': workersMigration,
  '0004_statistics': statisticsMigration,
  '0005_task_logs': taskLogsMigration,
  '0020_revocations': {
    async up(db) {
      await sql`alter table tasks add column revoke_requested_at timestamptz`.execute(db);
    },
  },
  '0021_dead_letters': deadLettersMigration,
  '0022_sweep': sweepMigration,
  '0023_history_indexes': historyIndexesMigration,
  '0024_covering_indexes': coveringIndexesMigration,
};
