import { type GenerateDailyReportInput, generateDailyReport, type ReportOutput } from '@celerity/contracts';
import type { TaskContext } from '../../engine/handlers/task-context.js';
import { HandlesTask, type TaskHandler } from '../../engine/handlers/task-handler.decorator.js';
import { ReportGenerator } from './report-generator.js';

@HandlesTask(generateDailyReport)
export class GenerateDailyReportHandler implements TaskHandler<typeof generateDailyReport> {
  constructor(private readonly reports: ReportGenerator) {}

  run(input: GenerateDailyReportInput, context: TaskContext): Promise<ReportOutput> {
    return this.reports.generate(generateDailyReport, 'daily', input, context);
  }
}
