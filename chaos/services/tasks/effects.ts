import type { Migrations } from '@celerity/service';
import { type Kysely, sql } from 'kysely';

export interface EffectsDatabase {
  effects: { task_id: string; ref: string; attempt: number; kind: 'begun' | 'done'; worker: string };
}

/** Append-only and without any uniqueness, so that whatever happens twice shows. */
export const effectsMigrations: Migrations = {
  '0001_effects': {
    async up(db) {
      await sql`create table effects (
        id bigserial primary key,
        task_id uuid not null,
        ref text not null,
        attempt integer not null,
        kind text not null,
        worker text not null,
        at timestamptz not null default clock_timestamp()
      )`.execute(db);
      await sql`create table task_completions (task_id uuid primary key, result jsonb)`.execute(db);
    },
  },
};

/** How often the task's code has begun so far. */
export async function runsOf(db: Kysely<EffectsDatabase>, taskId: string): Promise<number> {
  const rows = await db.selectFrom('effects').select('task_id').where('task_id', '=', taskId).execute();
  return rows.length;
}
