import { Inject, Injectable } from '@nestjs/common';
import type { Family } from '@celerity/contracts';
import { Kysely, sql } from 'kysely';
import type { MonitorDatabase } from '../database/monitor-database.js';
import { attemptOf, type WaitingTask } from './rebuilt-message.js';

/** Most tasks of one sweep; the next one goes on. */
const AT_ONCE = 500;
/** Doublings of the pause between two sweeps of one task. */
const MOST_DOUBLINGS = 6;

/** Finds tasks that should have begun, and remembers which ones were sent again. All times are the database's. */
@Injectable()
export class WaitingTasks {
  constructor(@Inject(Kysely) private readonly db: Kysely<MonitorDatabase>) {}

  /**
   * Tasks of these families that could have begun `afterMs` ago and have not, the oldest first. `delayed`: those
   * that beat had to wait with, and that are due as long; else those that were sent to be run at once.
   */
  async overdue(families: readonly Family[], delayed: boolean, afterMs: number): Promise<WaitingTask[]> {
    if (families.length === 0) return [];
    // A retry that was moved has its new time in `eta`.
    const due = sql`(case when state = 'RETRY' then greatest((attempts->-1->>'next_at')::timestamptz, eta) else eta end)`;
    const free = sql`greatest(submitted_at, ${due})`;
    const { rows } = await sql<WaitingTask>`
      select t.task_id, task_name, queue, state, t.attempt, args, kwargs, priority, max_retries, expires, root_id,
        parent_id, trace_id, soft_limit_ms, hard_limit_ms, ${due} as due_at
      from tasks t
        left join swept_tasks s on s.task_id = t.task_id
          and s.attempt = t.attempt + case when state = 'RETRY' then 1 else 0 end
      where state in ('PENDING', 'RETRY') and submitted_at is not null and task_name is not null
        and revoke_requested_at is null
        and (state = 'RETRY' or json_array_length(attempts) = 0)
        and queue = any(${families}::text[]) and (${due} is not null) = ${delayed}
        and ${free} < clock_timestamp() - ${afterMs}::float8 * interval '1 millisecond'
        and (s.task_id is null or s.swept_at < clock_timestamp() -
          ${afterMs}::float8 * power(2, least(s.times, ${MOST_DOUBLINGS})) * interval '1 millisecond')
      order by seen_at limit ${AT_ONCE}`.execute(this.db);
    return rows;
  }

  /** Written before they are sent, so that a crash in between does not send them again at once. */
  async noteSwept(tasks: readonly WaitingTask[]): Promise<void> {
    if (tasks.length === 0) return;
    await sql`
      insert into swept_tasks (task_id, attempt, times, swept_at)
      select task_id, attempt, 1, clock_timestamp() from unnest(
        ${tasks.map(({ task_id }) => task_id)}::uuid[], ${tasks.map(attemptOf)}::integer[]) as t (task_id, attempt)
      on conflict (task_id, attempt) do update
        set times = swept_tasks.times + 1, swept_at = excluded.swept_at`.execute(this.db);
  }
}
