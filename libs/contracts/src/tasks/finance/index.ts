import type { TaskDefinition } from '../../task-definition.js';
import { checkPendingBills } from './check-pending-bills.js';
import { sendBillReminders } from './send-bill-reminders.js';

export * from './check-pending-bills.js';
export * from './send-bill-reminders.js';

export const financeTasks: readonly TaskDefinition[] = [checkPendingBills, sendBillReminders];
