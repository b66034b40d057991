import { sql, type SqlBool } from 'kysely';
import type { NewTimer } from './timer.js';

/** Longer than any way round. */
const LONGEST_MS = 35_000;

/**
 * Whether a timer may be a copy on its way round: workers send one here, for half a minute at most, while its attempt
 * runs on another of them. What becomes of that the workers know: nothing else may be done with the copy than to
 * send it back when it is due.
 */
export function isOnItsWayRound({ message, flagged, dueAt }: NewTimer): boolean {
  return (flagged || message.possibleDuplicate) && dueAt.getTime() - Date.now() < LONGEST_MS;
}

/** The same of a row of the table. */
export const rowIsOnItsWayRound = sql<SqlBool>`
  (flagged and due_at < clock_timestamp() + ${LONGEST_MS}::float8 * interval '1 millisecond')`;
