import { Injectable } from '@nestjs/common';
import type { ReportKind, ReportOutput } from '@celerity/contracts';
import { Kysely, sql, type Transaction } from 'kysely';
import type { TaskContext } from '../../engine/task-context.js';
import type { MallDatabase } from '../../mall/mall-database.js';
import { MallSettings } from '../../mall/mall-settings.js';
import { readReportFigures } from './report-figures.query.js';
import { reportPeriod } from './report-period.js';

/** Makes the report of a period and stores it in the place of an earlier one. */
@Injectable()
export class ReportGenerator {
  constructor(
    private readonly db: Kysely<MallDatabase>,
    private readonly settings: MallSettings,
  ) {}

  generate(
    kind: ReportKind,
    periodStart: string | null | undefined,
    context: TaskContext,
  ): Promise<ReportOutput> {
    const { timeZone: zone } = this.settings;
    return context.transaction(this.db, async (trx) => {
      const { start, end } = reportPeriod(kind, zone, await databaseTime(trx), periodStart);
      const figures = await readReportFigures(trx, { kind, start, end });
      const row = {
        ...{ kind, zone, data: JSON.stringify(figures), task_id: context.taskId },
        ...{ period_start: start.toJSDate(), period_end: end.toJSDate(), generated_at: new Date() },
      };
      const { id } = await trx
        .insertInto('mall.reports')
        .values(row)
        .onConflict((conflict) => conflict.columns(['kind', 'period_start']).doUpdateSet(row))
        .returning('id')
        .executeTakeFirstOrThrow();
      context.log('report stored', { report_id: id, kind, period_start: start.toISO() });
      return {
        ...{ report_id: id, kind, zone, figures },
        period_start: start.toISO(),
        period_end: end.toISO(),
      };
    });
  }
}

async function databaseTime(trx: Transaction<MallDatabase>): Promise<Date> {
  const { rows } = await sql<{ now: Date }>`select now() as now`.execute(trx);
  return rows[0]?.now ?? new Date();
}
