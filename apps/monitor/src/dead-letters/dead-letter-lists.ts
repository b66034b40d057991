import { Inject, Injectable } from '@nestjs/common';
import {
  catalogue,
  type DeadLetterFilter,
  type DeadLetterPage,
  type DeadLetterSelection,
  type DeadLetterView,
  isTaskId,
} from '@celerity/contracts';
import { Kysely, sql, type RawBuilder, type SqlBool } from 'kysely';
import type { MonitorDatabase } from '../database/monitor-database.js';
import { instant } from '../queries/filter-conditions.js';
import { decodeCursor, encodeCursor } from '../queries/task-cursor.js';
import { COUNT_LIMIT } from '../queries/task-lists.js';
import type { DeadLetterRow, ReplayRow } from './dead-letter-tables.js';
import { detailsOf, summaryOf, type SummaryRow } from './dead-letter-view-of.js';

const DEFAULT_LIMIT = 50;

const SUMMARY = sql`id, task_id, task_name, queue, cause, attempts, first_error, last_error, arrived_at, arrivals,
  size_bytes, state, resolved_by, resolved_at,
  (select r.task_id from dead_letter_replays r where r.dead_letter_id = dead_letters.id
    order by r.replay desc limit 1) as replayed_as`;

/** Looks at dead letters. */
@Injectable()
export class DeadLetterLists {
  constructor(@Inject(Kysely) private readonly db: Kysely<MonitorDatabase>) {}

  /** Newest first; the cursor is a key, so pages neither skip nor repeat. */
  async page(filter: DeadLetterFilter): Promise<DeadLetterPage> {
    const matching = conditionsOf(filter);
    const cursor = filter.cursor === undefined ? null : decodeCursor(filter.cursor);
    const after = cursor
      ? sql`and (arrived_at, id) < (${cursor.at}::timestamptz, ${cursor.taskId}::uuid)`
      : sql``;
    const limit = filter.limit ?? DEFAULT_LIMIT;
    const [found, count] = await Promise.all([
      sql<SummaryRow>`select ${SUMMARY} from dead_letters where ${matching} ${after}
        order by arrived_at desc, id desc limit ${limit + 1}`.execute(this.db),
      this.count(matching),
    ]);
    const rows = found.rows.slice(0, limit);
    const last = rows.at(-1);
    const more = last !== undefined && found.rows.length > limit;
    return {
      count,
      results: rows.map(summaryOf),
      next_cursor: more ? encodeCursor({ at: last.arrived_at.toISOString(), taskId: last.id }) : null,
    };
  }

  async view(id: string): Promise<DeadLetterView | null> {
    if (!isTaskId(id)) return null;
    const { rows } = await sql<DeadLetterRow>`select * from dead_letters where id = ${id}::uuid`.execute(
      this.db,
    );
    const [row] = rows;
    if (!row) return null;
    const replays = await sql<ReplayRow>`select * from dead_letter_replays where dead_letter_id = ${id}::uuid
      order by replay`.execute(this.db);
    return detailsOf(row, replays.rows);
  }

  /** Ids of open ones, the oldest first, and how many more there are. */
  async open(selection: DeadLetterSelection, limit: number): Promise<{ ids: string[]; left: number }> {
    const matching = conditionsOf({ ...selection, state: 'open' });
    const { rows } = await sql<{ id: string }>`select id from dead_letters where ${matching}
      order by arrived_at, id limit ${limit}`.execute(this.db);
    const count = await this.count(matching);
    return { ids: rows.map(({ id }) => id), left: Math.max(0, count - rows.length) };
  }

  private async count(matching: RawBuilder<unknown>): Promise<number> {
    const { rows } = await sql<{ count: number }>`
      select count(*)::float8 as count from (
        select 1 from dead_letters where ${matching} limit ${COUNT_LIMIT}) found`.execute(this.db);
    return rows[0]?.count ?? 0;
  }
}

/** Every value is a bound parameter. */
function conditionsOf(filter: DeadLetterFilter): RawBuilder<unknown> {
  const { queue, task_name, cause, state, since, until } = filter;
  const conditions: RawBuilder<SqlBool>[] = [sql`true`];
  if (queue !== undefined) conditions.push(sql`queue = ${storable(queue)}`);
  if (task_name !== undefined)
    conditions.push(sql`task_name = ${storable(catalogue.find(task_name)?.name ?? task_name)}`);
  if (cause !== undefined) conditions.push(sql`cause = ${storable(cause)}`);
  if (state !== undefined) conditions.push(sql`state = ${state}`);
  if (since !== undefined) conditions.push(sql`arrived_at >= ${instant(since)}::timestamptz`);
  if (until !== undefined) conditions.push(sql`arrived_at < ${instant(until)}::timestamptz`);
  return sql.join(conditions, sql` and `);
}

/** No stored text has NUL, and PostgreSQL refuses to look for it. */
function storable(text: string): string {
  return text.toWellFormed().replaceAll('\u0000', '\ufffd');
}
