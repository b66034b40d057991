import { Inject, Injectable } from '@nestjs/common';
import { occurrenceTaskId } from '@celerity/contracts';
import { Kysely, sql, type SqlBool, type Transaction } from 'kysely';
import type { BeatDatabase } from '../database/beat-database.js';
import { BeatLeadership } from '../leadership/beat-leadership.js';
import { type Occurrence, occurrenceOf, SENT } from './occurrence.js';
import { jittered } from './jitter.js';
import { SchedulePlanner, type DueSchedule, type PlannedSchedule } from './schedule-planner.js';

interface Planned extends PlannedSchedule {
  readonly schedule: DueSchedule;
}

/** What a pass has recorded. */
export interface Fired {
  readonly occurrences: readonly Occurrence[];
  /** Some wait to hear of a former task. */
  readonly held: boolean;
  /** How many instants were passed over. */
  readonly missed: number;
}

/** Most schedules planned in one transaction, and occurrences published in one pass. */
export const PASS_LIMIT = 1_000;

const KEPT = '7 days';

/** The statements on schedules and occurrences. Each write holds only in the term it is made for. */
@Injectable()
export class OccurrenceStore {
  constructor(
    @Inject(Kysely) private readonly db: Kysely<BeatDatabase>,
    private readonly leadership: BeatLeadership,
    private readonly planner: SchedulePlanner,
  ) {}

  /**
   * Records an occurrence for each instant that is due, together with the schedules' next instants.
   * Returns those recorded just now, which nobody can have published yet, but not those that are held.
   * @throws LostLeadership
   */
  async fireDue(term: number): Promise<Fired> {
    return this.db.transaction().execute(async (trx) => {
      await this.leadership.fence(trx, term);
      const { schedules, now } = await this.dueSchedules(trx);
      if (schedules.length === 0) return { occurrences: [], held: false, missed: 0 };
      const planned = schedules.map((schedule) => ({ schedule, ...this.planner.plan(schedule, now) }));
      await this.advance(trx, planned);
      const missed = planned.reduce((sum, one) => sum + one.missed, 0);
      return { ...(await this.record(trx, planned)), missed };
    });
  }

  /** A page of what was recorded and is not known to be published, oldest first. */
  async unpublished(after: Occurrence | null): Promise<Occurrence[]> {
    const rows = await this.db
      .selectFrom('occurrences as o')
      .innerJoin('schedules as s', 's.id', 'o.schedule_id')
      .select(SENT)
      .where('o.published_at', 'is', null)
      .where('o.state', '=', 'due')
      .$if(after !== null, (query) =>
        query.where(sql<SqlBool>`(o.due_at, o.schedule_id) > (${after?.dueAt}, ${after?.scheduleId})`),
      )
      .orderBy('o.due_at')
      .orderBy('o.schedule_id')
      .limit(PASS_LIMIT)
      .execute();
    return rows.map(occurrenceOf);
  }

  /** Returns how late each of them was, in seconds; nothing when the term is over. */
  async markPublished(term: number, published: readonly Occurrence[]): Promise<number[]> {
    const { rows } = await sql<{ late: number }>`
      update occurrences o set published_at = clock_timestamp()
      from unnest(${published.map((one) => one.scheduleId)}::text[], ${published.map((one) => one.dueAt)}::timestamptz[])
        as p (schedule_id, due_at)
      where o.schedule_id = p.schedule_id and o.due_at = p.due_at and ${this.leadership.holdsTerm(term)}
      returning extract(epoch from o.published_at - o.due_at)::float8 as late`.execute(this.db);
    return rows.map(({ late }) => late);
  }

  /** Milliseconds until something is due, by the database's clock. */
  async untilNext(): Promise<number> {
    const { rows } = await sql<{ ms: number | null }>`
      select (extract(epoch from min(coalesce(next_due_at, clock_timestamp())) - clock_timestamp()) * 1000)::float8 as ms
      from schedules where enabled and deleted_at is null and (next_due_at is null or next_due_at < 'infinity')`.execute(
      this.db,
    );
    return rows[0]?.ms ?? Infinity;
  }

  /** Forgets what ended long ago, but the last of each schedule; none ever goes back that far. */
  async prune(term: number): Promise<void> {
    await sql`
      delete from occurrences o
      where (o.published_at < clock_timestamp() - ${KEPT}::interval
          or (o.state = 'skipped' and o.fired_at < clock_timestamp() - ${KEPT}::interval))
        and exists (select from occurrences l where l.schedule_id = o.schedule_id and l.due_at > o.due_at)
        and ${this.leadership.holdsTerm(term)}`.execute(this.db);
  }

  private async dueSchedules(
    trx: Transaction<BeatDatabase>,
  ): Promise<{ schedules: DueSchedule[]; now: Date }> {
    const clock = await sql<{ now: Date }>`select clock_timestamp() as now`.execute(trx);
    const now = clock.rows[0]?.now ?? new Date(Number.NaN);
    const schedules = await trx
      .selectFrom('schedules')
      .selectAll()
      .where('enabled', '=', true)
      .where('deleted_at', 'is', null)
      .where((where) => where.or([where('next_due_at', 'is', null), where('next_due_at', '<=', now)]))
      .orderBy('next_due_at', (order) => order.asc().nullsFirst())
      .limit(PASS_LIMIT)
      .forUpdate()
      .execute();
    return { schedules, now };
  }

  private async advance(trx: Transaction<BeatDatabase>, planned: readonly Planned[]): Promise<void> {
    const next = planned.map((one) => (one.next instanceof Date ? one.next.toISOString() : 'infinity'));
    await sql`
      update schedules s
      set next_due_at = p.next, problem = p.problem, missed_count = s.missed_count + p.missed
      from unnest(
        ${planned.map((one) => one.schedule.id)}::text[],
        ${next}::timestamptz[],
        ${planned.map((one) => one.problem)}::text[],
        ${planned.map((one) => one.missed)}::integer[]
      ) as p (id, next, problem, missed)
      where s.id = p.id`.execute(trx);
  }

  private async record(
    trx: Transaction<BeatDatabase>,
    planned: readonly Planned[],
  ): Promise<Omit<Fired, 'missed'>> {
    const due = planned.flatMap(({ schedule, fire }) => fire.map((dueAt) => ({ schedule, dueAt })));
    if (due.length === 0) return { occurrences: [], held: false };
    const inserted = await trx
      .insertInto('occurrences')
      .values(due.map(({ schedule, dueAt }) => rowOf(schedule, dueAt)))
      .onConflict((conflict) => conflict.columns(['schedule_id', 'due_at']).doNothing())
      .returning(['schedule_id', 'due_at', 'task_id', 'state', 'send_at', 'fired_at'])
      .execute();
    // An instant that has its row already was fired before, in whatever way we came to it again.
    const schedules = new Map(planned.map(({ schedule }) => [schedule.id, schedule]));
    const occurrences = inserted
      .filter(({ state }) => state === 'due')
      .map((row) => occurrenceOf({ ...(schedules.get(row.schedule_id) as DueSchedule), ...row }));
    return { occurrences, held: occurrences.length < inserted.length };
  }
}

/** Where the former task matters, an occurrence is held until that is known. */
function rowOf({ id, overlap, jitter_seconds }: DueSchedule, dueAt: Date) {
  return {
    schedule_id: id,
    due_at: dueAt,
    task_id: occurrenceTaskId(id, dueAt.toISOString()),
    state: overlap === 'allow' ? ('due' as const) : ('held' as const),
    send_at: jittered(id, dueAt, jitter_seconds),
  };
}
