import { validateInput } from '../../input-validation.js';
import type { TaskDefinition } from '../../task-definition.js';
import {
  generateDailyReport,
  generateHourlyReport,
  generateMonthlyReport,
  generateWeeklyReport,
} from './index.js';

describe('reports', () => {
  it.each<[TaskDefinition, string]>([
    [generateHourlyReport, '2025-11-24T00:00'],
    [generateHourlyReport, '2025-11-24T23:00:00+08:00'],
    [generateHourlyReport, '2024-02-29T12:00Z'],
    [generateDailyReport, '2024-02-29'],
    [generateWeeklyReport, '2025-11-24'],
    [generateMonthlyReport, '2025-12-01'],
  ])('%o takes %s', (task, start) => {
    expect(() => validateInput(task, [start], {})).not.toThrow();
    expect(() => validateInput(task, [], {})).not.toThrow();
  });

  it.each<[TaskDefinition, unknown, RegExp]>([
    [generateHourlyReport, '2025-11-24T24:00', /full hour/],
    [generateHourlyReport, '2025-11-24T12:30', /full hour/],
    [generateHourlyReport, '2025-02-30T12:00', /time that exists/],
    [generateDailyReport, '2025-02-29', /date that exists/],
    [generateDailyReport, 20251124, /a date/],
    [generateWeeklyReport, '2025-11-25', /Monday/],
    [generateMonthlyReport, '2025-13-01', /first day of a month/],
    [generateMonthlyReport, '2025-11-24', /first day of a month/],
  ])('%o refuses %s', (task, start, message) => {
    expect(() => validateInput(task, [start], {})).toThrow(message);
  });
});
