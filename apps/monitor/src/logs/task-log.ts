import { Inject, Injectable } from '@nestjs/common';
import { isTaskId, type TaskLogLine, type TaskLogPage } from '@celerity/contracts';
import { Kysely, sql } from 'kysely';
import type { MonitorDatabase } from '../database/monitor-database.js';
import { badRequest } from '../queries/query-errors.js';

const DEFAULT_LIMIT = 200;
const MOST = 1_000;

type Place = readonly [attempt: number, at: string, worker: string, n: number];
type Row = Omit<TaskLogLine, 'at'> & { readonly n: number; readonly at: Date };

/** What one task logged, page by page. */
@Injectable()
export class TaskLog {
  constructor(@Inject(Kysely) private readonly db: Kysely<MonitorDatabase>) {}

  async page(taskId: string, limit: number = DEFAULT_LIMIT, cursor?: string): Promise<TaskLogPage> {
    if (!isTaskId(taskId)) return { count: 0, results: [], next_cursor: null };
    if (!Number.isInteger(limit) || limit < 1 || limit > MOST)
      throw badRequest({ field: 'limit', message: `must be a whole number from 1 to ${MOST}` });
    const after = cursor === undefined ? null : placeOf(cursor);
    const [{ rows }, count] = await Promise.all([
      sql<Row>`
        select attempt, at, worker, n, text, facts, cut from task_logs
        where task_id = ${taskId}::uuid
          ${after ? sql`and (attempt, at, worker, n) > (${after[0]}, ${after[1]}::timestamptz, ${after[2]}, ${after[3]})` : sql``}
        order by attempt, at, worker, n limit ${limit + 1}`.execute(this.db),
      sql<{
        count: number;
      }>`select count(*)::int as count from task_logs where task_id = ${taskId}::uuid`.execute(this.db),
    ]);
    const shown = rows.slice(0, limit);
    const last = shown.at(-1);
    return {
      count: count.rows[0]?.count ?? 0,
      results: shown.map(({ n: _n, at, ...line }) => ({ ...line, at: at.toISOString() })),
      next_cursor: last && rows.length > limit ? cursorAfter(last) : null,
    };
  }
}

function cursorAfter({ attempt, at, worker, n }: Row): string {
  return Buffer.from(JSON.stringify([attempt, at.toISOString(), worker, n])).toString('base64url');
}

/** @throws RpcException (`bad_request`) for what no page has given out. */
function placeOf(cursor: string): Place {
  try {
    const parts: unknown = JSON.parse(Buffer.from(cursor, 'base64url').toString('utf8'));
    const [attempt, at, worker, n] = Array.isArray(parts) ? (parts as unknown[]) : [];
    if (
      [attempt, n].every((each) => Number.isInteger(each) && Math.abs(each as number) < 2 ** 31) &&
      typeof worker === 'string' &&
      !worker.includes('\u0000') &&
      typeof at === 'string' &&
      new Date(at).toISOString() === at
    )
      return [attempt as number, at, worker, n as number];
  } catch {
    // Said below.
  }
  throw badRequest({ field: 'cursor', message: 'is not a cursor of this list: take it from next_cursor' });
}
