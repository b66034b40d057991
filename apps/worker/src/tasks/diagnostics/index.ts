import { DebugTaskHandler } from './debug-task.handler.js';
import { LongRunningTaskHandler } from './long-running-task.handler.js';
import { TestTaskHandler } from './test-task.handler.js';

/** Handlers of the `default` family. */
export const diagnosticsTaskHandlers = [DebugTaskHandler, LongRunningTaskHandler, TestTaskHandler];
