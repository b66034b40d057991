import { IsISO8601, IsOptional, Matches } from 'class-validator';
import { defineTask } from '../../task-definition.js';
import { IsPeriodCount } from './is-period-count.js';
import { ReportOutput } from './report-output.js';

export class GenerateHourlyReportInput {
  /** First minute of the hour in the configured zone, `YYYY-MM-DDTHH:00`; an offset may follow (`+08:00`). */
  @IsOptional()
  @Matches(/^(19|20)\d{2}-\d{2}-\d{2}T([01]\d|2[0-3]):00(:00)?(Z|[+-]\d{2}:\d{2})?$/, {
    message: 'period_start must be a full hour, YYYY-MM-DDTHH:00',
  })
  @IsISO8601({ strict: true }, { message: 'period_start must be a time that exists' })
  period_start?: string;

  @IsPeriodCount() periods?: number;
}

export const generateHourlyReport = defineTask({
  name: 'generate_hourly_report',
  family: 'reports',
  summary: 'Makes the report of an hour, the last complete one unless told, and stores it.',
  input: GenerateHourlyReportInput,
  output: ReportOutput,
  positional: ['period_start', 'periods'],
  effect: 'transactional',
  retry: { giveUpOn: ['PeriodNotOver'] },
});
