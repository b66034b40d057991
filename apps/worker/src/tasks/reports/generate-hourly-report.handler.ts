import { type GenerateHourlyReportInput, generateHourlyReport, type ReportOutput } from '@celerity/contracts';
import type { TaskContext } from '../../engine/handlers/task-context.js';
import { HandlesTask, type TaskHandler } from '../../engine/handlers/task-handler.decorator.js';
import { ReportGenerator } from './report-generator.js';

@HandlesTask(generateHourlyReport)
export class GenerateHourlyReportHandler implements TaskHandler<typeof generateHourlyReport> {
  constructor(private readonly reports: ReportGenerator) {}

  run(input: GenerateHourlyReportInput, context: TaskContext): Promise<ReportOutput> {
    return this.reports.generate(generateHourlyReport, 'hourly', input, context);
  }
}
