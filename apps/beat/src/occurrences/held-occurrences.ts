import { Inject, Injectable } from '@nestjs/common';
import type { OverlapPolicy } from '@celerity/contracts';
import { Kysely, sql } from 'kysely';
import type { BeatDatabase } from '../database/beat-database.js';
import { BeatLeadership } from '../leadership/beat-leadership.js';
import { type Occurrence, occurrenceOf, SENT, type SentRow } from './occurrence.js';

/** Most schedules looked at in one pass. */
export const HELD_LIMIT = 500;
/** Most instants of one schedule that wait for a former task; further ones are passed over. */
const MOST_HELD = 100;

/** The oldest instant of a schedule that waits to hear of the one before it. */
export interface HeldOccurrence {
  readonly scheduleId: string;
  readonly dueAt: Date;
  readonly overlap: OverlapPolicy;
  /** Task of the instant before it; null when there is none. */
  readonly formerTaskId: string | null;
  /** The former task is not known to have been sent yet. */
  readonly formerIsUnsent: boolean;
}

interface HeldRow {
  schedule_id: string;
  due_at: Date;
  overlap: OverlapPolicy;
  task_id: string | null;
  unsent: boolean;
}

/** The statements on instants that are held until the former task is known to have ended. */
@Injectable()
export class HeldOccurrences {
  constructor(
    @Inject(Kysely) private readonly db: Kysely<BeatDatabase>,
    private readonly leadership: BeatLeadership,
  ) {}

  /** One a schedule, the longest due first. */
  async heads(): Promise<HeldOccurrence[]> {
    const { rows } = await sql<HeldRow>`
      select h.schedule_id, h.due_at, s.overlap, former.task_id, former.published_at is null as unsent
      from (
        select distinct on (schedule_id) schedule_id, due_at from occurrences
        where state = 'held' order by schedule_id, due_at
      ) h
      join schedules s on s.id = h.schedule_id
      left join lateral (
        select task_id, published_at from occurrences o
        where o.schedule_id = h.schedule_id and o.due_at < h.due_at and o.state = 'due'
        order by o.due_at desc limit 1
      ) former on true
      order by h.due_at limit ${HELD_LIMIT}`.execute(this.db);
    return rows.map((row) => ({
      scheduleId: row.schedule_id,
      dueAt: row.due_at,
      overlap: row.overlap,
      formerTaskId: row.task_id,
      formerIsUnsent: row.task_id !== null && row.unsent,
    }));
  }

  /** Lets them be sent; returns those that this call let go. */
  async release(term: number, held: readonly HeldOccurrence[]): Promise<Occurrence[]> {
    if (held.length === 0) return [];
    const { rows } = await sql<SentRow>`
      update occurrences o set state = 'due' from schedules s, ${keys(held)}
      where o.schedule_id = k.schedule_id and o.due_at = k.due_at and o.state = 'held'
        and s.id = o.schedule_id and ${this.leadership.holdsTerm(term)}
      returning ${sql.join(SENT.map((name) => sql.ref(name)))}`.execute(this.db);
    return rows.map(occurrenceOf);
  }

  /** They are never sent. */
  async skip(term: number, held: readonly HeldOccurrence[]): Promise<number> {
    if (held.length === 0) return 0;
    return this.skipWhere(
      term,
      sql`exists (
      select from ${keys(held)} where o.schedule_id = k.schedule_id and o.due_at = k.due_at)`,
    );
  }

  /** Of what waits, only so much may wait. */
  async skipSurplus(term: number): Promise<number> {
    return this.skipWhere(
      term,
      sql`(o.schedule_id, o.due_at) in (
      select schedule_id, due_at from (
        select schedule_id, due_at, row_number() over (partition by schedule_id order by due_at) as place
        from occurrences where state = 'held'
      ) waiting where place > ${MOST_HELD})`,
    );
  }

  private async skipWhere(term: number, which: ReturnType<typeof sql>): Promise<number> {
    const { rows } = await sql<{ count: number }>`
      with skipped as (
        update occurrences o set state = 'skipped'
        where o.state = 'held' and ${which} and ${this.leadership.holdsTerm(term)}
        returning o.schedule_id
      ), counted as (
        select schedule_id, count(*)::integer as count from skipped group by schedule_id
      ), noted as (
        update schedules s set skipped_count = s.skipped_count + c.count from counted c where s.id = c.schedule_id
      )
      select count(*)::float8 as count from skipped`.execute(this.db);
    return rows[0]?.count ?? 0;
  }
}

function keys(held: readonly HeldOccurrence[]): ReturnType<typeof sql> {
  return sql`unnest(${held.map(({ scheduleId }) => scheduleId)}::text[], ${held.map(({ dueAt }) => dueAt)}::timestamptz[])
    as k (schedule_id, due_at)`;
}
