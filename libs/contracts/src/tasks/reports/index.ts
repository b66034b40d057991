import type { TaskDefinition } from '../../task-definition.js';
import { generateDailyReport } from './generate-daily-report.js';
import { generateHourlyReport } from './generate-hourly-report.js';
import { generateMonthlyReport } from './generate-monthly-report.js';
import { generateWeeklyReport } from './generate-weekly-report.js';

export * from './generate-daily-report.js';
export * from './generate-hourly-report.js';
export * from './generate-monthly-report.js';
export * from './generate-weekly-report.js';
export * from './report-figures.js';
export * from './report-output.js';

export const reportsTasks: readonly TaskDefinition[] = [
  generateHourlyReport,
  generateDailyReport,
  generateWeeklyReport,
  generateMonthlyReport,
];
