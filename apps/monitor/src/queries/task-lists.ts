import { Inject, Injectable } from '@nestjs/common';
import type { TaskFilter, TaskPage } from '@celerity/contracts';
import { Kysely, sql, type RawBuilder, type SqlBool } from 'kysely';
import type { MonitorDatabase } from '../database/monitor-database.js';
import { endRanges } from './end-ranges.js';
import { conditionsOf } from './filter-conditions.js';
import { decodeCursor, encodeCursor } from './task-cursor.js';
import { taskViewOf, type TaskRecord } from './task-view-of.js';

/** One of the lists: which tasks are in it, and the instant by which they are sorted, newest first. */
interface TaskList {
  readonly members: RawBuilder<SqlBool>;
  readonly order: 'seen_at' | 'finished_at';
  /** Parts of the list that can hold matches, each read by itself. */
  readonly parts: (filter: TaskFilter) => readonly RawBuilder<SqlBool>[];
}

const ACTIVE: TaskList = {
  members: sql`finished_at is null`,
  order: 'seen_at',
  parts: () => [sql`true`],
};
const HISTORY: TaskList = { members: sql`finished_at is not null`, order: 'finished_at', parts: endRanges };

const DEFAULT_LIMIT = 50;
/** `count` is exact up to here and stays at it beyond: counting a long history costs more than it tells. */
export const COUNT_LIMIT = 10_000;
/** A page ends early before its arguments and results outgrow a message; the cursor goes on. */
const PAGE_BYTES = 4 * 1024 * 1024;

/** The lists of tasks, page by page; the cursor is a key, so pages neither skip nor repeat what stays in place. */
@Injectable()
export class TaskLists {
  constructor(@Inject(Kysely) private readonly db: Kysely<MonitorDatabase>) {}

  /** Tasks that are not final, newest first. */
  active(filter: TaskFilter): Promise<TaskPage> {
    return this.page(ACTIVE, filter);
  }

  /** Final tasks, the last ended first. */
  history(filter: TaskFilter): Promise<TaskPage> {
    return this.page(HISTORY, filter);
  }

  private async page(list: TaskList, filter: TaskFilter): Promise<TaskPage> {
    const conditions = [list.members, ...conditionsOf(filter)];
    const matching = list.parts(filter).map((part) => sql.join([...conditions, part], sql` and `));
    const cursor = filter.cursor === undefined ? null : decodeCursor(filter.cursor);
    const order = sql.ref(list.order);
    const after = cursor
      ? sql`and (${order}, task_id) < (${cursor.at}::timestamptz, ${cursor.taskId}::uuid)`
      : sql``;
    const limit = filter.limit ?? DEFAULT_LIMIT;
    const [records, count] = await Promise.all([
      this.records(
        matching.map((where) => sql`${where} ${after}`),
        order,
        limit,
      ),
      this.count(matching),
    ]);
    const last = records.at(-1);
    const more = last !== undefined && records.length < Number(last.found);
    return {
      count,
      results: records.map(taskViewOf),
      next_cursor: more ? encodeCursor({ at: iso(last[list.order]), taskId: last.task_id }) : null,
    };
  }

  /** Up to `limit` rows that fit a message, at least one, each with how many were found (one more than asked for). */
  private async records(
    parts: readonly RawBuilder<unknown>[],
    order: RawBuilder<unknown>,
    limit: number,
  ): Promise<(TaskRecord & { found: string })[]> {
    const newest = sql`order by ${order} desc, task_id desc limit ${limit + 1}`;
    const selects = parts.map((where) => sql`(select * from tasks where ${where} ${newest})`);
    const { rows } = await sql<TaskRecord & { found: string }>`
      select * from (
        select page.*, count(*) over () as found, row_number() over newest as place,
          sum(coalesce(octet_length(args::text), 0) + coalesce(octet_length(kwargs::text), 0)
            + coalesce(octet_length(result::text), 0) + coalesce(octet_length(error::text), 0)) over newest as bytes
        from (
          select * from (${sql.join(selects, sql` union all `)}) matching ${newest}
        ) page
        window newest as (order by ${order} desc, task_id desc)
      ) measured
      where place <= ${limit} and (place = 1 or bytes <= ${PAGE_BYTES})
      order by place`.execute(this.db);
    return rows;
  }

  private async count(parts: readonly RawBuilder<unknown>[]): Promise<number> {
    const selects = parts.map((where) => sql`(select 1 from tasks where ${where} limit ${COUNT_LIMIT})`);
    const { rows } = await sql<{ count: string }>`
      select count(*) as count from (
        select 1 from (${sql.join(selects, sql` union all `)}) matching limit ${COUNT_LIMIT}
      ) found`.execute(this.db);
    return Number(rows[0]?.count);
  }
}

function iso(instant: Date | null): string {
  return instant?.toISOString() ?? '';
}
