import type { TaskDefinition } from '../../task-definition.js';
import { backupDatabase } from './backup-database.js';
import { cleanupCache } from './cleanup-cache.js';

export * from './backup-database.js';
export * from './cleanup-cache.js';

export const maintenanceTasks: readonly TaskDefinition[] = [backupDatabase, cleanupCache];
