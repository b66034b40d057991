import type { TaskDefinition } from '../task-definition.js';
import { dataTasks } from './data/index.js';
import { defaultTasks } from './default/index.js';
import { emailTasks } from './email/index.js';
import { financeTasks } from './finance/index.js';
import { maintenanceTasks } from './maintenance/index.js';
import { reportsTasks } from './reports/index.js';

export * from './data/index.js';
export * from './default/index.js';
export * from './email/index.js';
export * from './finance/index.js';
export * from './maintenance/index.js';
export * from './reports/index.js';

/** Every task there is, by family. */
export const ALL_TASKS: readonly TaskDefinition[] = [
  ...financeTasks,
  ...reportsTasks,
  ...emailTasks,
  ...dataTasks,
  ...maintenanceTasks,
  ...defaultTasks,
];
