import { sql } from 'kysely';
import type { Migration } from 'kysely/migration';

/**
 * The history's indexes again, with what its filters are combined of, so that matches are counted without a look at
 * each row. Successes are nearly all there is: the index by state leaves them out.
 */
export const coveringIndexesMigration: Migration = {
  async up(db) {
    const newest = sql`finished_at desc, task_id desc`;
    await sql`create index tasks_history_newest on tasks (${newest}) include (seen_at)
      where finished_at is not null`.execute(db);
    await sql`create index tasks_history_no_success on tasks (state, ${newest})
      include (task_name, queue, worker, seen_at)
      where finished_at is not null and state <> 'SUCCESS'`.execute(db);
    await sql`create index tasks_history_of_worker on tasks (worker, ${newest}) include (task_name, queue)
      where finished_at is not null`.execute(db);
    // What was submitted long before it ended: few, which the planner knows by the statistics.
    await sql`create index tasks_history_slow on tasks (${newest})
      where finished_at is not null and finished_at - seen_at > interval '1 hour'`.execute(db);
    await sql`create statistics tasks_time_to_end on (finished_at - seen_at) from tasks`.execute(db);
    for (const replaced of ['tasks_history', 'tasks_history_state', 'tasks_history_worker'])
      await sql`drop index ${sql.ref(replaced)}`.execute(db);
  },
};
