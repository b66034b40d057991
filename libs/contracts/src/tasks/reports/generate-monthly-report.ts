import { IsOptional, Matches } from 'class-validator';
import { defineTask } from '../../task-definition.js';
import { IsPeriodCount } from './is-period-count.js';
import { ReportOutput } from './report-output.js';

export class GenerateMonthlyReportInput {
  /** First day of the month, `YYYY-MM-01`. */
  @IsOptional()
  @Matches(/^(19|20)\d{2}-(0[1-9]|1[0-2])-01$/, {
    message: 'period_start must be the first day of a month, YYYY-MM-01',
  })
  period_start?: string;

  @IsPeriodCount() periods?: number;
}

export const generateMonthlyReport = defineTask({
  name: 'generate_monthly_report',
  family: 'reports',
  summary: 'Makes the report of a month, the last complete one unless told, and stores it.',
  input: GenerateMonthlyReportInput,
  output: ReportOutput,
  positional: ['period_start', 'periods'],
  effect: 'transactional',
  retry: { giveUpOn: ['PeriodNotOver'] },
});
