import { Inject, Injectable } from '@nestjs/common';
import { DEFAULT_PRIORITY, type TaskMessage } from '@celerity/contracts';
import { Kysely, sql } from 'kysely';
import type { BeatDatabase } from '../database/beat-database.js';
import { CLAIM_BYTES, CLAIM_LIMIT, LEASE_MS, type ClaimedTimer, type NewTimer } from './timer.js';

interface ClaimedRow {
  task_id: string;
  attempt: number;
  claims: number;
  message: Omit<TaskMessage, 'priority'> & Partial<Pick<TaskMessage, 'priority'>>;
  flagged: boolean;
  revoked: boolean;
  late_ms: number;
}

/** The statements on timers. All times are the database's. */
@Injectable()
export class TimerStore {
  constructor(@Inject(Kysely) private readonly db: Kysely<BeatDatabase>) {}

  /**
   * Stores them all or none. Of an attempt that waits here already only the flag is taken over; one that has been
   * claimed is perhaps with a worker by now, which sends it back here: it waits anew, and the claim ends for
   * nothing. Returns the milliseconds until the earliest of them is due.
   */
  async add(timers: readonly NewTimer[]): Promise<number> {
    const column = <T>(value: (timer: NewTimer) => T) => timers.map(value);
    const earliest = timers.reduce((least, { dueAt }) => Math.min(least, dueAt.getTime()), Infinity);
    // One statement: a question after the commit could fail, and all of them would be given back and come twice.
    const { rows } = await sql<{ ms: number }>`with stored as (
      insert into timers as known (task_id, attempt, due_at, message, flagged)
      select distinct on (task_id, attempt) task_id, attempt, due_at, message::json,
        bool_or(flagged) over (partition by task_id, attempt)
      from unnest(
        ${column(({ message }) => message.taskId)}::uuid[],
        ${column(({ message }) => message.attempt)}::integer[],
        ${column(({ dueAt }) => dueAt.toISOString())}::timestamptz[],
        ${column(({ message }) => JSON.stringify(message))}::text[],
        ${column(({ flagged, message }) => flagged || message.possibleDuplicate)}::boolean[]
      ) as t (task_id, attempt, due_at, message, flagged)
      order by task_id, attempt, due_at
      on conflict (task_id, attempt) do update set
        flagged = known.flagged or excluded.flagged,
        due_at = case when known.claims > 0 then excluded.due_at else known.due_at end,
        message = case when known.claims > 0 then excluded.message else known.message end,
        lease_until = null,
        claims = case when known.claims > 0 then known.claims + 1 else 0 end
      returning task_id
      ), counted as (select count(*) as stored from stored)
      select (extract(epoch from ${new Date(earliest).toISOString()}::timestamptz - clock_timestamp()) * 1000)::float8
        as ms from counted where stored > 0`.execute(this.db);
    return rows[0]?.ms ?? 0;
  }

  /** Takes what is due, earliest first, for the length of a lease; what others hold is left to them. */
  async claim(): Promise<ClaimedTimer[]> {
    const { rows } = await sql<ClaimedRow>`
      with due as materialized (
        select task_id, attempt, due_at, octet_length(message::text) as bytes from timers
        where coalesce(lease_until, due_at) <= clock_timestamp()
        order by coalesce(lease_until, due_at) limit ${CLAIM_LIMIT}
        for update skip locked
      ), affordable as (
        select task_id, attempt, sum(bytes) over (order by due_at, task_id, attempt) - bytes as before from due
      )
      update timers t
      set claims = t.claims + 1, lease_until = clock_timestamp() + ${LEASE_MS}::float8 * interval '1 millisecond'
      from affordable a
      where t.task_id = a.task_id and t.attempt = a.attempt and a.before <= ${CLAIM_BYTES}
      returning t.task_id, t.attempt, t.claims, t.message, t.flagged,
        exists (select from revocations r where r.task_id = t.task_id) as revoked,
        (extract(epoch from clock_timestamp() - t.due_at) * 1000)::float8 as late_ms`.execute(this.db);
    const now = performance.now();
    return rows.map((row) => claimedTimer(row, now));
  }

  /** Removes what was published, unless somebody else has claimed it since. */
  async remove(published: readonly ClaimedTimer[]): Promise<void> {
    await sql`
      delete from timers t using unnest(
        ${published.map(({ taskId }) => taskId)}::uuid[],
        ${published.map(({ attempt }) => attempt)}::integer[],
        ${published.map(({ claims }) => claims)}::integer[]
      ) as p (task_id, attempt, claims)
      where t.task_id = p.task_id and t.attempt = p.attempt and t.claims = p.claims`.execute(this.db);
  }

  /** Lets the leases of unpublished ones end in so many milliseconds each. */
  async postpone(timers: readonly { timer: ClaimedTimer; ms: number }[]): Promise<void> {
    await sql`
      update timers t set lease_until = clock_timestamp() + p.ms * interval '1 millisecond' from unnest(
        ${timers.map(({ timer }) => timer.taskId)}::uuid[],
        ${timers.map(({ timer }) => timer.attempt)}::integer[],
        ${timers.map(({ timer }) => timer.claims)}::integer[],
        ${timers.map(({ ms }) => ms)}::float8[]
      ) as p (task_id, attempt, claims, ms)
      where t.task_id = p.task_id and t.attempt = p.attempt and t.claims = p.claims`.execute(this.db);
  }

  /** Milliseconds until there is something to claim. */
  async untilNext(): Promise<number> {
    const { rows } = await sql<{ ms: number | null }>`
      select (extract(epoch from min(coalesce(lease_until, due_at)) - clock_timestamp()) * 1000)::float8 as ms
      from timers`.execute(this.db);
    return rows[0]?.ms ?? Infinity;
  }

  async count(): Promise<number> {
    const { rows } = await sql<{ count: number }>`select count(*)::float8 as count from timers`.execute(
      this.db,
    );
    return rows[0]?.count ?? 0;
  }

  /** Whether the database answers. */
  async ping(): Promise<void> {
    await sql`select 1`.execute(this.db);
  }
}

function claimedTimer(row: ClaimedRow, now: number): ClaimedTimer {
  const possibleDuplicate = row.message.possibleDuplicate || row.flagged || row.claims > 1;
  return {
    taskId: row.task_id,
    attempt: row.attempt,
    claims: row.claims,
    revoked: row.revoked,
    // Rows of an earlier version hold no priority.
    message: { ...row.message, priority: row.message.priority ?? DEFAULT_PRIORITY, possibleDuplicate },
    dueAtLocal: now - row.late_ms,
  };
}
