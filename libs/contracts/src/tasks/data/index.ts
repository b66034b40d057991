import type { TaskDefinition } from '../../task-definition.js';
import { exportData } from './export-data.js';

export * from './export-data.js';
export * from './export-filters.js';

export const dataTasks: readonly TaskDefinition[] = [exportData];
