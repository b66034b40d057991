import {
  type GenerateMonthlyReportInput,
  generateMonthlyReport,
  type ReportOutput,
} from '@celerity/contracts';
import type { TaskContext } from '../../engine/handlers/task-context.js';
import { HandlesTask, type TaskHandler } from '../../engine/handlers/task-handler.decorator.js';
import { ReportGenerator } from './report-generator.js';

@HandlesTask(generateMonthlyReport)
export class GenerateMonthlyReportHandler implements TaskHandler<typeof generateMonthlyReport> {
  constructor(private readonly reports: ReportGenerator) {}

  run(input: GenerateMonthlyReportInput, context: TaskContext): Promise<ReportOutput> {
    return this.reports.generate(generateMonthlyReport, 'monthly', input, context);
  }
}
