import type { TaskDefinition } from '../../task-definition.js';
import { calculateMonthlyRevenue } from './calculate-monthly-revenue.js';
import { checkPendingBills } from './check-pending-bills.js';
import { sendBillReminders } from './send-bill-reminders.js';

export * from './calculate-monthly-revenue.js';
export * from './check-pending-bills.js';
export * from './send-bill-reminders.js';

export const financeTasks: readonly TaskDefinition[] = [
  checkPendingBills,
  sendBillReminders,
  calculateMonthlyRevenue,
];
