import type { DeadLetterEvent } from '@celerity/contracts';
import { sql, type Transaction } from 'kysely';
import type { MonitorDatabase } from '../database/monitor-database.js';

/**
 * Applies what the journal says was decided about dead letters. The command itself has already written it, so this
 * changes something only where the tables are older than the journal, as after a restore from a backup.
 */
export async function recordDecisions(
  trx: Transaction<MonitorDatabase>,
  events: readonly DeadLetterEvent[],
): Promise<void> {
  for (const { type, dead_letter_id, by, at } of events) {
    const state = type === 'dead_letter_replayed' ? 'replayed' : 'discarded';
    await sql`update dead_letters set state = ${state}, resolved_by = ${by}, resolved_at = ${at}::timestamptz
      where id = ${dead_letter_id}::uuid and state = 'open'`.execute(trx);
  }
}
