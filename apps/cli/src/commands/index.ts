import type { Command } from 'commander';
import type { App } from '../app.js';
import { addApiKeys } from './access/api-keys.js';
import { addAudit } from './access/audit.js';
import { addUsers } from './access/users.js';
import { addCompletion } from './completion.js';
import { addDeadLetters } from './dead-letters/index.js';
import { addDoctor } from './doctor.js';
import { addFiles } from './files/index.js';
import { addHistory } from './history.js';
import { addListTasks } from './list-tasks.js';
import { addLogin } from './login.js';
import { addQueueStats } from './queue-stats.js';
import { addRevokeTask } from './revoke-task.js';
import { addRescheduleTask } from './reschedule-task.js';
import { addSchedules } from './schedules/index.js';
import { addRetryTask } from './retry-task.js';
import { addSendTask } from './send-task.js';
import { addTaskLogs } from './task-logs.js';
import { addTaskResult } from './task-result.js';
import { addTaskStats } from './task-stats.js';
import { addTaskStatus } from './task-status.js';
import { addTaskTypes } from './task-types.js';
import { addTestTask } from './test-task.js';
import { addWatch } from './watch.js';
import { addWorkerStats } from './worker-stats.js';

/** Every command, in the order of the help. */
export function addCommands(program: Command, app: App): void {
  const adders = [
    addListTasks,
    addSendTask,
    addTaskStatus,
    addTaskResult,
    addRevokeTask,
    addRetryTask,
    addHistory,
    addWatch,
    addRescheduleTask,
    addSchedules,
    addTaskTypes,
    addTaskLogs,
    addWorkerStats,
    addQueueStats,
    addTaskStats,
    addTestTask,
    addFiles,
    addDeadLetters,
    addLogin,
    addUsers,
    addApiKeys,
    addAudit,
    addDoctor,
    addCompletion,
  ];
  for (const add of adders) add(program, app);
}
