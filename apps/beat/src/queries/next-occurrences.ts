import { Inject, Injectable } from '@nestjs/common';
import type { NextOccurrences, ScheduleRuleFields } from '@celerity/contracts';
import { Kysely } from 'kysely';
import { DateTime } from 'luxon';
import { BeatConfig } from '../beat-config.js';
import type { BeatDatabase } from '../database/beat-database.js';
import { calendarOf, type ScheduleRule } from '../schedules/calendar-of.js';
import { InvalidSchedule } from '../schedules/invalid-schedule.js';
import { planProblems } from '../schedules/schedule-check.js';
import { plainContent, withFields } from '../schedules/schedule-content.js';
import { ScheduleStore } from '../schedules/schedule-store.js';
import { invalid, unknownSchedule } from './refusals.js';

/** Tells when a schedule will fire, whether it is paused or not; jitter not counted. */
@Injectable()
export class NextOccurrencesOf {
  constructor(
    @Inject(Kysely) private readonly db: Kysely<BeatDatabase>,
    private readonly store: ScheduleStore,
    private readonly config: BeatConfig,
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
    return this.after(await this.store.now(), row, count);
  }

  /**
   * Tells the same of a rule that no schedule has yet.
   * @throws RpcException (`invalid`)
   */
  async preview(rule: ScheduleRuleFields, count: number): Promise<NextOccurrences> {
    const now = await this.store.now();
    const plain = plainContent(this.config.CELERITY_TIMEZONE);
    const content = withFields({ ...plain, task_name: '' }, rule, plain);
    const problems = planProblems(content, now);
    if (problems.length > 0) throw invalid(problems);
    return this.after(now, { ...content, created_at: now }, count);
  }

  private after(now: Date, rule: ScheduleRule, count: number): NextOccurrences {
    const results: NextOccurrences['results'] = [];
    let at: Date | null = now;
    try {
      const calendar = calendarOf(rule);
      while (results.length < count && (at = calendar.after(at)) !== null)
        results.push({ due_at: at.toISOString(), local: localTime(at, rule.zone) });
    } catch (error) {
      if (error instanceof InvalidSchedule) throw invalid([{ field: 'cron', message: error.reason }]);
      throw error;
    }
    return { timezone: rule.zone, results };
  }
}

function localTime(at: Date, zone: string): string {
  return DateTime.fromJSDate(at, { zone }).toISO() ?? at.toISOString();
}
