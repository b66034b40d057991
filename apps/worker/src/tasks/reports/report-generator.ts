import { Injectable } from '@nestjs/common';
import type { InputOf, ReportKind, ReportOutput, TaskDefinition } from '@celerity/contracts';
import { Kysely, sql, type Transaction } from 'kysely';
import { DateTime } from 'luxon';
import type { TaskContext } from '../../engine/handlers/task-context.js';
import type { MallDatabase } from '../../mall/mall-database.js';
import { MallSettings } from '../../mall/mall-settings.js';
import { reportName } from './files/printed-report.js';
import { ReportFiles } from './files/report-files.js';
import { readReportFigures } from './report-figures.query.js';
import { earlierPeriods, reportPeriod } from './report-period.js';

/** What a report task is asked for. */
export interface WantedReports {
  readonly period_start?: string;
  readonly periods?: number;
}

/** Makes the report of a period and stores it, as a row and as files, in the place of an earlier one. */
@Injectable()
export class ReportGenerator {
  constructor(
    private readonly db: Kysely<MallDatabase>,
    private readonly settings: MallSettings,
    private readonly files: ReportFiles,
  ) {}

  generate<D extends TaskDefinition>(
    task: D,
    kind: ReportKind,
    { period_start, periods = 1 }: WantedReports,
    context: TaskContext,
  ): Promise<ReportOutput> {
    const { timeZone: zone } = this.settings;
    return context.transaction(this.db, async (trx) => {
      const now = await databaseTime(trx);
      const period = reportPeriod(kind, zone, now, period_start);
      const { start, end } = period;
      const figures = await readReportFigures(trx, period);
      const row = {
        ...{ kind, zone, data: JSON.stringify(figures), task_id: context.taskId },
        ...{ period_start: start.toJSDate(), period_end: end.toJSDate(), generated_at: now },
      };
      // The row stays locked until the commit, so two runs for one period write their files in turn.
      const { id } = await trx
        .insertInto('mall.reports')
        .values(row)
        .onConflict((conflict) => conflict.columns(['kind', 'period_start']).doUpdateSet(row))
        .returning('id')
        .executeTakeFirstOrThrow();
      const name = reportName(kind, start);
      const generatedAt = DateTime.fromJSDate(now) as DateTime<true>;
      const printed = { name, kind, start, end, zone, generatedAt, figures };
      const files = await this.files.replace(printed, context.taskId.slice(-12));
      for (const earlier of earlierPeriods(period, periods - 1)) {
        await context.send(task, { period_start: earlier } as InputOf<D>, { key: earlier });
      }
      context.log('report stored', { report_id: id, report_name: name });
      return {
        ...{ report_id: id, kind, zone, figures, report_name: name, files },
        period_start: start.toISO(),
        period_end: end.toISO(),
        backfilled: periods - 1,
      };
    });
  }
}

async function databaseTime(trx: Transaction<MallDatabase>): Promise<Date> {
  const { rows } = await sql<{ now: Date }>`select now() as now`.execute(trx);
  return rows[0]?.now ?? new Date();
}
