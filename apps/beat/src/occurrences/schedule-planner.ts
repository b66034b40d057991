import { Injectable, Logger } from '@nestjs/common';
import { TaskCatalogue } from '@celerity/contracts';
import { calendarOf } from '../schedules/calendar-of.js';
import { dueInstants } from '../schedules/due-instants.js';
import { InvalidSchedule } from '../schedules/invalid-schedule.js';
import type { ScheduleRow } from '../schedules/schedule-store.js';

/** A row whose time has come, or that has no plan yet. */
export type DueSchedule = ScheduleRow;

/** What becomes of it. */
export interface PlannedSchedule {
  readonly fire: readonly Date[];
  /** Infinity: not again until somebody edits it. */
  readonly next: Date | number;
  /** Why it cannot fire; null when it can. */
  readonly problem: string | null;
  /** How many instants were passed over. */
  readonly missed: number;
}

/** Decides for one schedule what to fire now and when to look at it again. */
@Injectable()
export class SchedulePlanner {
  private readonly logger = new Logger('Schedules');

  constructor(private readonly catalogue: TaskCatalogue) {}

  plan(schedule: DueSchedule, now: Date): PlannedSchedule {
    try {
      return this.planValid(schedule, now);
    } catch (error) {
      if (!(error instanceof InvalidSchedule)) throw error;
      // One bad row must not stop the others.
      this.logger.error(`schedule ${schedule.id} does not fire until it is corrected: ${error.message}`);
      return { fire: [], next: Infinity, problem: error.message, missed: 0 };
    }
  }

  private planValid(schedule: DueSchedule, now: Date): PlannedSchedule {
    const { id, task_name, next_due_at: due, misfire, misfire_max } = schedule;
    if (!this.catalogue.find(task_name)) throw new InvalidSchedule(`there is no task ${task_name}`);
    const calendar = calendarOf(schedule);
    if (!(due instanceof Date))
      return { fire: [], next: calendar.after(now) ?? Infinity, problem: null, missed: 0 };
    const policy = { policy: misfire, max: misfire_max ?? 1 };
    const { fire, next, missed } = dueInstants(calendar, due, now, policy);
    if (missed > 0) {
      this.logger.warn(
        `schedule ${id} missed ${missed} from ${due.toISOString()} on; by its policy ${misfire} it fires ${fire.length}`,
      );
    }
    return { fire, next: next ?? Infinity, problem: null, missed };
  }
}
