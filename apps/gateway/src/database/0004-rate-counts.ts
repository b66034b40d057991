import { type Kysely, sql } from 'kysely';

/** Requests counted by all replicas. Unlogged: a crash may forget a minute's counts. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`create unlogged table rate_counts (
    key text not null, "window" integer not null, count integer not null, primary key (key, "window")
  )`.execute(db);
}

export async function down(db: Kysely<unknown>): Promise<void> {
  await db.schema.dropTable('rate_counts').execute();
}
