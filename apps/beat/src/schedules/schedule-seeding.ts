import { Inject, Injectable, type OnModuleInit } from '@nestjs/common';
import { TaskCatalogue, validateInput } from '@celerity/contracts';
import { StartupError } from '@celerity/service';
import { Kysely } from 'kysely';
import { BeatConfig } from '../beat-config.js';
import type { BeatDatabase } from '../database/beat-database.js';
import { nextDue } from './next-due.js';
import { Recurrence } from './recurrence.js';
import { ScheduleAudit } from './schedule-audit.js';
import { plainContent, type ScheduleContent } from './schedule-content.js';
import { contentOf, ScheduleStore } from './schedule-store.js';
import { SHIPPED_SCHEDULES, type ShippedSchedule } from './shipped-schedules.js';

/** What the code says of a schedule; the rest is the operators'. */
type Shipped = Pick<ScheduleContent, 'task_name' | 'cron' | 'zone'>;

const ACTOR = 'code';

/**
 * Brings the shipped schedules into step with the code: makes those that are absent and follows what the code says
 * anew, field by field, where no operator has said otherwise. One that an operator deleted stays deleted.
 */
@Injectable()
export class ScheduleSeeding implements OnModuleInit {
  constructor(
    @Inject(Kysely) private readonly db: Kysely<BeatDatabase>,
    private readonly catalogue: TaskCatalogue,
    private readonly config: BeatConfig,
    private readonly store: ScheduleStore,
    private readonly audit: ScheduleAudit,
  ) {}

  async onModuleInit(): Promise<void> {
    const schedules = SHIPPED_SCHEDULES.map((schedule) => [schedule.id, this.shipped(schedule)] as const);
    for (const [id, shipped] of schedules) await this.seed(id, shipped);
    // This version may understand what another could not plan.
    await this.db
      .updateTable('schedules')
      .set({ next_due_at: null })
      .where('next_due_at', '=', Infinity)
      .execute();
  }

  private async seed(id: string, shipped: Shipped): Promise<void> {
    await this.store.transaction(async (trx, now) => {
      const row = await this.store.lock(trx, id);
      const note = { id, actor: ACTOR, shipped: JSON.stringify(shipped) };
      if (!row) {
        const content = { ...plainContent(shipped.zone), ...shipped };
        const next_due_at = nextDue({ ...content, created_at: now }, now);
        const more = { next_due_at, source: 'code', shipped: note.shipped };
        if (await this.store.insert(trx, id, content, now, more))
          await this.audit.note(trx, { id, actor: ACTOR, action: 'created', version: 1, after: content });
        return;
      }
      if (row.source !== 'code' || row.deleted_at !== null) return;
      // Rows from before this was kept: what they say counts as said by the code where it still says the same.
      const former = (row.shipped ?? shipped) as Shipped;
      const before = contentOf(row);
      const after = { ...before, ...untouched(before, former, shipped) };
      if (JSON.stringify(after) !== JSON.stringify(before)) {
        const next_due_at = nextDue({ ...after, created_at: row.created_at }, now);
        await this.store.write(trx, row, after, { next_due_at, shipped: note.shipped });
        const version = row.version + 1;
        await this.audit.note(trx, { id, actor: ACTOR, action: 'edited', version, before, after });
      } else if (JSON.stringify(row.shipped) !== note.shipped) {
        await trx.updateTable('schedules').set({ shipped: note.shipped }).where('id', '=', id).execute();
      }
    });
  }

  /** @throws StartupError when the schedule could not fire. */
  private shipped({ id, task: taskName, cron }: ShippedSchedule): Shipped {
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
    // In the order in which jsonb gives fields back.
    return { cron, zone, task_name: task.name };
  }
}

/** The fields that still are as the code had them, as it has them now. */
function untouched(content: Shipped, former: Shipped, shipped: Shipped): Partial<Shipped> {
  // A rule of another kind is an operator's.
  const names = (['task_name', 'cron', 'zone'] as const).filter((name) => content[name] === former[name]);
  return Object.fromEntries(names.map((name) => [name, shipped[name]]));
}
