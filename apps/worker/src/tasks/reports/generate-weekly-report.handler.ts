import { type GenerateWeeklyReportInput, generateWeeklyReport, type ReportOutput } from '@celerity/contracts';
import type { TaskContext } from '../../engine/handlers/task-context.js';
import { HandlesTask, type TaskHandler } from '../../engine/handlers/task-handler.decorator.js';
import { ReportGenerator } from './report-generator.js';

@HandlesTask(generateWeeklyReport)
export class GenerateWeeklyReportHandler implements TaskHandler<typeof generateWeeklyReport> {
  constructor(private readonly reports: ReportGenerator) {}

  run(input: GenerateWeeklyReportInput, context: TaskContext): Promise<ReportOutput> {
    return this.reports.generate(generateWeeklyReport, 'weekly', input, context);
  }
}
