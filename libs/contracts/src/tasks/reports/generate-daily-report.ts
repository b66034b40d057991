import { IsISO8601, IsOptional, Matches } from 'class-validator';
import { defineTask } from '../../task-definition.js';
import { IsPeriodCount } from './is-period-count.js';
import { ReportOutput } from './report-output.js';

export class GenerateDailyReportInput {
  /** The day, `YYYY-MM-DD`. */
  @IsOptional()
  @Matches(/^(19|20)\d{2}-\d{2}-\d{2}$/, { message: 'period_start must be a date, YYYY-MM-DD' })
  @IsISO8601({ strict: true }, { message: 'period_start must be a date that exists' })
  period_start?: string;

  @IsPeriodCount() periods?: number;
}

export const generateDailyReport = defineTask({
  name: 'generate_daily_report',
  family: 'reports',
  summary: 'Makes the report of a day, the last complete one unless told, and stores it.',
  input: GenerateDailyReportInput,
  output: ReportOutput,
  positional: ['period_start', 'periods'],
  effect: 'transactional',
  retry: { giveUpOn: ['PeriodNotOver'] },
});
