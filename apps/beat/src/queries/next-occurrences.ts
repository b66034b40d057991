import { Inject, Injectable } from '@nestjs/common';
import type { NextOccurrences } from '@celerity/contracts';
import { Kysely } from 'kysely';
import { DateTime } from 'luxon';
import type { BeatDatabase } from '../database/beat-database.js';
import { calendarOf } from '../schedules/calendar-of.js';
import { InvalidSchedule } from '../schedules/invalid-schedule.js';
import { ScheduleStore } from '../schedules/schedule-store.js';
import { invalid, unknownSchedule } from './refusals.js';

/** Tells when a schedule will fire, whether it is paused or not; jitter not counted. */
@Injectable()
export class NextOccurrencesOf {
  constructor(
    @Inject(Kysely) private readonly db: Kysely<BeatDatabase>,
    private readonly store: ScheduleStore,
  ) {}

  /** @throws RpcException (`unknown_schedule`; `invalid` for a broken one) */
  async list(id: string, count: number): Promise<NextOccurrences> {
    const row = await this.db
      .selectFrom('schedules')
      .selectAll()
      .where('id', '=', id)
      .where('deleted_at', 'is', null)
      .executeTakeFirst();
    if (!row) throw unknownSchedule(id);
    const results: NextOccurrences['results'] = [];
    let at: Date | null = await this.store.now();
    try {
      const calendar = calendarOf(row);
      while (results.length < count && (at = calendar.after(at)) !== null)
        results.push({ due_at: at.toISOString(), local: localTime(at, row.zone) });
    } catch (error) {
      if (error instanceof InvalidSchedule) throw invalid([{ field: 'cron', message: error.reason }]);
      throw error;
    }
    return { timezone: row.zone, results };
  }
}

function localTime(at: Date, zone: string): string {
  return DateTime.fromJSDate(at, { zone }).toISO() ?? at.toISOString();
}
