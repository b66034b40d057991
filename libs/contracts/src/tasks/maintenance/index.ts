import type { TaskDefinition } from '../../task-definition.js';

export const maintenanceTasks: readonly TaskDefinition[] = [];
