import { sql } from 'kysely';
import type { Migration } from 'kysely/migration';

/** What the history can be filtered by and still be read newest first: without these a rare value is a long search. */
export const historyIndexesMigration: Migration = {
  async up(db) {
    for (const column of ['state', 'task_name', 'queue', 'worker'])
      await sql`create index ${sql.ref(`tasks_history_${column}`)}
        on tasks (${sql.ref(column)}, finished_at desc, task_id desc) where finished_at is not null`.execute(
        db,
      );
  },
};
