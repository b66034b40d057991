import type { Migration } from 'kysely/migration';
import { shopsAndContracts } from './0001-shops-and-contracts.js';
import { bills } from './0002-bills.js';
import { notificationsAndReports } from './0003-notifications-and-reports.js';
import { taskCompletions } from './0004-task-completions.js';
import { exportedFiles } from './0005-exports.js';
import { cacheEntries } from './0006-cache-entries.js';

/** Migrations of the `mall` schema, which the migration runner creates. */
export const mallMigrations: Record<string, Migration> = {
  '0001_shops_and_contracts': shopsAndContracts,
  '0002_bills': bills,
  '0003_notifications_and_reports': notificationsAndReports,
  '0004_task_completions': taskCompletions,
  '0005_exports': exportedFiles,
  '0006_cache_entries': cacheEntries,
};
