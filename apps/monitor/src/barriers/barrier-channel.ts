import { sql, type Transaction } from 'kysely';
import type { MonitorDatabase } from '../database/monitor-database.js';

/** PostgreSQL's notification channel by which the projecting replica tells all others. */
export const BARRIER_CHANNEL = 'celerity_monitor_barriers';

/** A payload must stay below 8,000 bytes; an id has at most 64 and a comma. */
const IDS_PER_NOTIFICATION = 120;

/** Announces barriers with the commit of the transaction that projected all that came before them. */
export async function announceBarriers(
  trx: Transaction<MonitorDatabase>,
  barriers: readonly string[],
): Promise<void> {
  const payloads: string[] = [];
  for (let at = 0; at < barriers.length; at += IDS_PER_NOTIFICATION)
    payloads.push(barriers.slice(at, at + IDS_PER_NOTIFICATION).join(','));
  if (payloads.length === 0) return;
  await sql`select pg_notify(${BARRIER_CHANNEL}, payload) from unnest(${payloads}::text[]) as payload`.execute(
    trx,
  );
}

export function barriersIn(payload: string): string[] {
  return payload.split(',').filter((id) => id !== '');
}
