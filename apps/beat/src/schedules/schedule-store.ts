import { Inject, Injectable } from '@nestjs/common';
import { Kysely, type Selectable, sql, type Transaction } from 'kysely';
import type { BeatDatabase, SchedulesTable } from '../database/beat-database.js';
import type { ScheduleContent } from './schedule-content.js';

export type ScheduleRow = Selectable<SchedulesTable>;

/** What an edit writes beside the content. */
export interface Plan {
  /** Left out: the plan stays. Infinity: never. */
  readonly next_due_at?: Date | number;
}

/** The statements by which schedules are edited. All times are the database's. */
@Injectable()
export class ScheduleStore {
  constructor(@Inject(Kysely) private readonly db: Kysely<BeatDatabase>) {}

  /** Runs `work` in one transaction, with the database's time. */
  transaction<T>(work: (trx: Transaction<BeatDatabase>, now: Date) => Promise<T>): Promise<T> {
    return this.db.transaction().execute(async (trx) => {
      const { rows } = await sql<{ now: Date }>`select clock_timestamp() as now`.execute(trx);
      return work(trx, rows[0]?.now ?? new Date(Number.NaN));
    });
  }

  /** The database's time. */
  async now(): Promise<Date> {
    return this.transaction(async (_, now) => now);
  }

  /** Tombstones included; nobody else changes it before the transaction ends. */
  lock(trx: Transaction<BeatDatabase>, id: string): Promise<ScheduleRow | undefined> {
    return trx.selectFrom('schedules').selectAll().where('id', '=', id).forUpdate().executeTakeFirst();
  }

  /** False when somebody else has just made it. */
  async insert(
    trx: Transaction<BeatDatabase>,
    id: string,
    content: ScheduleContent,
    now: Date,
    more: Plan & { readonly source: string; readonly shipped?: string | null },
  ): Promise<boolean> {
    const made = await trx
      .insertInto('schedules')
      .values({ ...columns(content), ...more, id, created_at: now, updated_at: now })
      .onConflict((conflict) => conflict.column('id').doNothing())
      .returning('id')
      .execute();
    return made.length > 0;
  }

  /** Puts a new schedule in the place of a tombstone; versions go on. */
  async revive(
    trx: Transaction<BeatDatabase>,
    row: ScheduleRow,
    content: ScheduleContent,
    now: Date,
    plan: Plan,
  ): Promise<void> {
    const fresh = {
      source: 'user',
      shipped: null,
      deleted_at: null,
      created_at: now,
      missed_count: 0,
      skipped_count: 0,
    };
    await this.update(trx, row, { ...columns(content), ...fresh, ...plan, problem: null });
  }

  /** Writes a new content as the next version. */
  async write(
    trx: Transaction<BeatDatabase>,
    row: ScheduleRow,
    content: ScheduleContent,
    plan: Plan & { readonly shipped?: string | null },
  ): Promise<void> {
    await this.update(trx, row, {
      ...columns(content),
      ...plan,
      ...('next_due_at' in plan ? { problem: null } : {}),
    });
  }

  /** Leaves a tombstone. What was due and has not been sent is not sent any more. */
  async bury(trx: Transaction<BeatDatabase>, row: ScheduleRow, now: Date): Promise<void> {
    await this.update(trx, row, { deleted_at: now });
    await trx
      .deleteFrom('occurrences')
      .where('schedule_id', '=', row.id)
      .where('published_at', 'is', null)
      .execute();
  }

  private async update(trx: Transaction<BeatDatabase>, row: ScheduleRow, values: object): Promise<void> {
    await trx
      .updateTable('schedules')
      .set({ ...values, version: row.version + 1, updated_at: sql`clock_timestamp()` })
      .where('id', '=', row.id)
      .execute();
  }
}

function columns({ args, kwargs, ...content }: ScheduleContent) {
  return { ...content, args: JSON.stringify(args), kwargs: JSON.stringify(kwargs) };
}

/** The content of a row. */
export function contentOf(row: ScheduleRow): ScheduleContent {
  const { description, task_name, args, kwargs, cron, every_seconds, once_at, zone, starts_at, ends_at } =
    row;
  const { priority, queue, expires_seconds, misfire, misfire_max, overlap, jitter_seconds, enabled } = row;
  return {
    ...{ description, task_name, args, kwargs, cron, every_seconds, once_at, zone, starts_at, ends_at },
    ...{ priority, queue, expires_seconds, misfire, misfire_max, overlap, jitter_seconds, enabled },
  };
}
