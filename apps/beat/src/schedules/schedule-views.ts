import { Inject, Injectable } from '@nestjs/common';
import {
  type LastOccurrenceView,
  type ScheduleFilter,
  type SchedulePage,
  type ScheduleState,
  type ScheduleView,
  TaskCatalogue,
} from '@celerity/contracts';
import { Kysely, sql } from 'kysely';
import type { BeatDatabase, OccurrenceState } from '../database/beat-database.js';
import { contentOf, type ScheduleRow } from './schedule-store.js';
import { visibleContent } from './schedule-content.js';

/** A row with its latest instant. */
interface ScheduleRecord extends ScheduleRow {
  readonly overdue: number;
  readonly last_due_at: Date | null;
  readonly last_state: OccurrenceState;
  readonly last_task_id: string;
  readonly last_published_at: Date | null;
}

const DEFAULT_LIMIT = 50;

/** Schedules as the API shows them. */
@Injectable()
export class ScheduleViews {
  constructor(
    @Inject(Kysely) private readonly db: Kysely<BeatDatabase>,
    private readonly catalogue: TaskCatalogue,
  ) {}

  async find(id: string): Promise<ScheduleView | null> {
    const [record] = await this.records(sql`id = ${id}`, 1);
    return record ? this.viewOf(record) : null;
  }

  /** By id. */
  async page({ q, cursor, limit = DEFAULT_LIMIT }: ScheduleFilter): Promise<SchedulePage> {
    const matching = q === undefined || q === '' ? sql`true` : contains(q);
    const after = cursor === undefined ? sql`true` : sql`id > ${cursor}`;
    const [records, count] = await Promise.all([
      this.records(sql`${matching} and ${after}`, limit + 1),
      this.count(matching),
    ]);
    const results = records.slice(0, limit).map((record) => this.viewOf(record));
    return { count, results, next_cursor: records.length > limit ? (results.at(-1)?.id ?? null) : null };
  }

  private async records(where: ReturnType<typeof sql>, limit: number): Promise<ScheduleRecord[]> {
    const { rows } = await sql<ScheduleRecord>`
      select s.*, last.due_at as last_due_at, last.state as last_state, last.task_id as last_task_id,
        last.published_at as last_published_at,
        case when s.enabled and isfinite(s.next_due_at)
          then greatest(0, extract(epoch from clock_timestamp() - s.next_due_at))::float8 else 0 end as overdue
      from (select * from schedules where deleted_at is null and ${where} order by id limit ${limit}) s
      left join lateral (
        select * from occurrences o where o.schedule_id = s.id order by o.due_at desc limit 1
      ) last on true
      order by s.id`.execute(this.db);
    return rows;
  }

  private async count(where: ReturnType<typeof sql>): Promise<number> {
    const { rows } = await sql<{ count: number }>`
      select count(*)::float8 as count from schedules where deleted_at is null and ${where}`.execute(this.db);
    return rows[0]?.count ?? 0;
  }

  private viewOf(record: ScheduleRecord): ScheduleView {
    const { zone, ...content } = visibleContent(contentOf(record), this.catalogue);
    const { id, problem, source, version, missed_count, skipped_count, created_at, updated_at } = record;
    const { once_at, starts_at, ends_at, queue } = content;
    return {
      id,
      ...content,
      timezone: zone,
      once_at: iso(once_at),
      starts_at: iso(starts_at),
      ends_at: iso(ends_at),
      queue: queue ?? this.catalogue.find(content.task_name)?.family ?? '',
      status: stateOf(record),
      problem,
      source: source === 'code' ? 'code' : 'user',
      version,
      created_at: created_at.toISOString(),
      updated_at: updated_at.toISOString(),
      next_due_at:
        record.enabled && record.next_due_at instanceof Date ? record.next_due_at.toISOString() : null,
      overdue_seconds: record.overdue,
      missed_count,
      skipped_count,
      last: lastOf(record),
    };
  }
}

function contains(q: string): ReturnType<typeof sql> {
  // No stored text has it, and PostgreSQL would refuse to look for it.
  if (q.includes('\u0000')) return sql`false`;
  const pattern = `%${q.replaceAll(/[\\%_]/g, '\\$&')}%`;
  return sql`(id ilike ${pattern} or task_name ilike ${pattern} or description ilike ${pattern})`;
}

function stateOf({ problem, enabled, next_due_at }: ScheduleRecord): ScheduleState {
  if (problem !== null) return 'broken';
  if (!enabled) return 'paused';
  return next_due_at === Infinity ? 'finished' : 'active';
}

function lastOf(record: ScheduleRecord): LastOccurrenceView | null {
  const { last_due_at: due, last_state: state, last_task_id, last_published_at: sent } = record;
  if (!due) return null;
  const firing = state === 'held' ? 'waiting' : state === 'skipped' ? 'skipped' : sent ? 'sent' : 'sending';
  return {
    due_at: due.toISOString(),
    firing,
    sent_at: iso(sent),
    lateness_seconds: sent ? Math.max(0, sent.getTime() - due.getTime()) / 1_000 : null,
    task_id: state === 'due' ? last_task_id : null,
    task_status: null,
  };
}

function iso(instant: Date | null): string | null {
  return instant?.toISOString() ?? null;
}
