import { sql, type Kysely, type RawBuilder, type Transaction } from 'kysely';
import type { MonitorDatabase } from '../database/monitor-database.js';

/** A worker that has missed so many heartbeats counts as dead. */
export const MISSED_BEATS = 4;

/**
 * SQL condition on `workers`: it said no goodbye and was heard of lately, by the database's clock against the time
 * at which its last heartbeat was projected. Ask after a barrier: a projection that lags makes everybody look dead.
 */
export const isAlive: RawBuilder<boolean> = sql<boolean>`(workers.state <> 'stopped'
  and workers.seen_at > clock_timestamp() - ${MISSED_BEATS} * workers.interval_ms * interval '1 millisecond')`;

/** Whether the worker is alive as far as the projection knows; a worker that was never heard of is not. */
export async function isWorkerAlive(
  db: Kysely<MonitorDatabase> | Transaction<MonitorDatabase>,
  workerId: string,
): Promise<boolean> {
  const found = await db
    .selectFrom('workers')
    .select('worker_id')
    .where('worker_id', '=', workerId)
    .where(isAlive)
    .executeTakeFirst();
  return found !== undefined;
}

/** Ids of the workers that are alive as far as the projection knows, those that are stopping included. */
export async function liveWorkers(
  db: Kysely<MonitorDatabase> | Transaction<MonitorDatabase>,
): Promise<string[]> {
  const found = await db.selectFrom('workers').select('worker_id').where(isAlive).execute();
  return found.map(({ worker_id }) => worker_id);
}
