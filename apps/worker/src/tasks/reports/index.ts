import type { Provider } from '@nestjs/common';
import { GenerateDailyReportHandler } from './generate-daily-report.handler.js';
import { GenerateHourlyReportHandler } from './generate-hourly-report.handler.js';
import { GenerateMonthlyReportHandler } from './generate-monthly-report.handler.js';
import { GenerateWeeklyReportHandler } from './generate-weekly-report.handler.js';
import { ReportFiles } from './files/report-files.js';
import { reportSettingsProvider } from './files/report-settings.js';
import { ReportGenerator } from './report-generator.js';

/** Handlers of the `reports` family and what they are made of. */
export const reportsTaskHandlers: Provider[] = [
  GenerateHourlyReportHandler,
  GenerateDailyReportHandler,
  GenerateWeeklyReportHandler,
  GenerateMonthlyReportHandler,
  ReportGenerator,
  ReportFiles,
  reportSettingsProvider,
];
