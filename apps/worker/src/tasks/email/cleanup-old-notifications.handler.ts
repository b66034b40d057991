import {
  type CleanupOldNotificationsInput,
  type CleanupOldNotificationsOutput,
  cleanupOldNotifications,
} from '@celerity/contracts';
import { Kysely, sql } from 'kysely';
import type { TaskContext } from '../../engine/handlers/task-context.js';
import { HandlesTask, type TaskHandler } from '../../engine/handlers/task-handler.decorator.js';
import type { MallDatabase } from '../../mall/mall-database.js';

const BATCH = 1_000;
const DEFAULT_DAYS = 30;

/** Deletes in small transactions, so that nobody waits for it and a cancel keeps what is done. */
@HandlesTask(cleanupOldNotifications)
export class CleanupOldNotificationsHandler implements TaskHandler<typeof cleanupOldNotifications> {
  constructor(private readonly db: Kysely<MallDatabase>) {}

  async run(
    { days }: CleanupOldNotificationsInput,
    context: TaskContext,
  ): Promise<CleanupOldNotificationsOutput> {
    const { older_than, total } = await this.survey(days ?? DEFAULT_DAYS);
    let deleted = 0;
    for (let last = BATCH; last === BATCH;) {
      context.signal.throwIfAborted();
      last = await this.deleteBatch(older_than);
      deleted += last;
      context.progress(deleted, Math.max(total, deleted), `${deleted} notifications deleted`);
    }
    return { deleted, older_than: older_than.toISOString() };
  }

  /** By the database's clock, which also made the rows' times. */
  private async survey(days: number): Promise<{ older_than: Date; total: number }> {
    const { rows } = await sql<{ older_than: Date; total: number }>`
      select cutoff as older_than,
        (select count(*)::int from mall.notifications where created_at < cutoff) as total
      from (
        select date_trunc('milliseconds', now() - make_interval(hours => 24 * ${days}::int)) as cutoff
      ) as clock`.execute(this.db);
    return rows[0] as { older_than: Date; total: number };
  }

  private async deleteBatch(olderThan: Date): Promise<number> {
    const { numAffectedRows } = await sql`
      delete from mall.notifications where id in (
        select id from mall.notifications where created_at < ${olderThan}
        order by created_at, id limit ${BATCH} for update skip locked
      )`.execute(this.db);
    return Number(numAffectedRows ?? 0n);
  }
}
