import type { Migrations } from '@celerity/service';
import { sql } from 'kysely';

/** What tasks logged, and the ways from a task to those that it sent. A line is known by its number in its run, so that one read again changes nothing. */
export const taskLogsMigration: Migrations[string] = {
  async up(db) {
    await sql`create table task_logs (
      task_id uuid not null,
      attempt integer not null,
      worker text not null,
      n integer not null,
      at timestamptz not null,
      text text not null,
      facts json,
      cut boolean not null,
      primary key (task_id, attempt, worker, n)
    )`.execute(db);
    // Children are few among all tasks, and are asked for by these two.
    await sql`create index tasks_parent on tasks (parent_id) where parent_id is not null`.execute(db);
    await sql`create index tasks_root on tasks (root_id) where parent_id is not null`.execute(db);
  },
};
