import { sql } from 'kysely';
import type { Migration } from 'kysely/migration';

/** Completion markers of transactional tasks: a rerun finds the result here instead of working again. */
export const taskCompletions: Migration = {
  async up(db) {
    await sql`
      create table mall.task_completions (
        task_id uuid primary key,
        result jsonb,
        completed_at timestamptz not null default now()
      )`.execute(db);
    await sql`create index task_completions_by_age on mall.task_completions (completed_at)`.execute(db);
  },
};
