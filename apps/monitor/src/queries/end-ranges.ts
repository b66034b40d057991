import type { TaskFilter } from '@celerity/contracts';
import { sql, type RawBuilder, type SqlBool } from 'kysely';
import { instant } from './filter-conditions.js';

/** Clocks of two machines are less than this apart: a task does not end earlier before its submit. */
const CLOCKS = sql`interval '1 hour'`;
/** Beyond this time from submit to end a task is in the index of the slow, which says the same. */
const SLOW = sql`interval '1 hour'`;

/**
 * Where in the history, which is sorted by the end, the matches of `since` and `until` can be, which speak of the
 * submit; the newest part first. Together the parts hold them all, and none twice. Without this a search for what
 * was submitted long ago would go through everything that ended since.
 */
export function endRanges({ since, until }: TaskFilter): RawBuilder<SqlBool>[] {
  const from =
    since === undefined
      ? sql<SqlBool>`true`
      : sql<SqlBool>`finished_at >= ${instant(since)}::timestamptz - ${CLOCKS}`;
  if (until === undefined) return [from];
  const quick = sql`${instant(until)}::timestamptz + ${SLOW}`;
  return [
    sql<SqlBool>`${from} and finished_at >= ${quick} and finished_at - seen_at > ${SLOW}`,
    sql<SqlBool>`${from} and finished_at < ${quick}`,
  ];
}
