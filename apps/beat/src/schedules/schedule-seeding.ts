import { Inject, Injectable, type OnModuleInit } from '@nestjs/common';
import { TaskCatalogue, validateInput } from '@celerity/contracts';
import { StartupError } from '@celerity/service';
import { Kysely } from 'kysely';
import { BeatConfig } from '../beat-config.js';
import type { BeatDatabase } from '../database/beat-database.js';
import { Recurrence } from './recurrence.js';
import { SHIPPED_SCHEDULES, type ShippedSchedule } from './shipped-schedules.js';

/** Puts the shipped schedules into the table where they are absent; what an operator changed stays. */
@Injectable()
export class ScheduleSeeding implements OnModuleInit {
  constructor(
    @Inject(Kysely) private readonly db: Kysely<BeatDatabase>,
    private readonly catalogue: TaskCatalogue,
    private readonly config: BeatConfig,
  ) {}

  async onModuleInit(): Promise<void> {
    const rows = SHIPPED_SCHEDULES.map((schedule) => this.rowOf(schedule));
    await this.db
      .insertInto('schedules')
      .values(rows)
      .onConflict((conflict) => conflict.column('id').doNothing())
      .execute();
    // This version may understand what another could not plan.
    await this.db
      .updateTable('schedules')
      .set({ next_due_at: null })
      .where('next_due_at', '=', Infinity)
      .execute();
  }

  /** @throws StartupError when the schedule could not fire. */
  private rowOf({ id, task: taskName, cron }: ShippedSchedule) {
    const zone = this.config.CELERITY_TIMEZONE;
    const task = this.catalogue.find(taskName);
    if (!task) {
      throw new StartupError(
        `schedule ${id} sends ${taskName}`,
        'that task is not in the catalogue; declare it',
      );
    }
    try {
      new Recurrence(cron, zone);
      validateInput(task, [], {});
    } catch (error) {
      throw new StartupError(`schedule ${id} cannot fire`, (error as Error).message, { cause: error });
    }
    return { id, task_name: task.name, args: '[]', kwargs: '{}', cron, zone, source: 'code' };
  }
}
