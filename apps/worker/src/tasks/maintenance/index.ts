import type { Provider } from '@nestjs/common';
import { sharedCacheProvider } from '../../mall/cache/shared-cache.js';
import { BackupDatabaseHandler } from './backup-database.handler.js';
import { backupSettingsProvider } from './backup-settings.js';
import { CleanupCacheHandler } from './cleanup-cache.handler.js';

/** Handlers of the `maintenance` family and what they are made of. */
export const maintenanceTaskHandlers: Provider[] = [
  BackupDatabaseHandler,
  backupSettingsProvider,
  CleanupCacheHandler,
  // The `finance` family lists it too; Nest makes one for both.
  sharedCacheProvider,
];
