import type { TaskDefinition } from '../../task-definition.js';

export const dataTasks: readonly TaskDefinition[] = [];
