import type { TaskDefinition } from '../../task-definition.js';
import { debugTask } from './debug-task.js';
import { longRunningTask } from './long-running-task.js';
import { testTask } from './test-task.js';

export * from './debug-task.js';
export * from './long-running-task.js';
export * from './test-task.js';

export const defaultTasks: readonly TaskDefinition[] = [debugTask, longRunningTask, testTask];
