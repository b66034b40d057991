import { Injectable, Logger } from '@nestjs/common';
import { TaskCatalogue } from '@celerity/contracts';
import type { Selectable } from 'kysely';
import type { SchedulesTable } from '../database/beat-database.js';
import { dueInstants } from '../schedules/due-instants.js';
import { InvalidSchedule } from '../schedules/invalid-schedule.js';
import { Recurrence } from '../schedules/recurrence.js';

/** A row whose time has come, or that has no plan yet. */
export type DueSchedule = Pick<
  Selectable<SchedulesTable>,
  'id' | 'task_name' | 'args' | 'kwargs' | 'cron' | 'zone' | 'next_due_at'
>;

/** What becomes of it. */
export interface PlannedSchedule {
  readonly fire: readonly Date[];
  /** Infinity: not again until somebody edits it. */
  readonly next: Date | number;
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
      return { fire: [], next: Infinity };
    }
  }

  private planValid(
    { id, task_name, cron, zone, next_due_at: due }: DueSchedule,
    now: Date,
  ): PlannedSchedule {
    if (!this.catalogue.find(task_name)) throw new InvalidSchedule(`there is no task ${task_name}`);
    const recurrence = new Recurrence(cron, zone);
    if (!(due instanceof Date)) return { fire: [], next: recurrence.after(now) };
    const { fire, next, missed } = dueInstants(recurrence, due, now);
    if (missed) {
      const last = fire.at(-1)?.toISOString() ?? '';
      this.logger.warn(
        `schedule ${id} missed ${due.toISOString()}; it fires ${fire.length} times, last for ${last}`,
      );
    }
    return { fire, next };
  }
}
