import { sharedCacheProvider } from '../../mall/cache/shared-cache.js';
import { CalculateMonthlyRevenueHandler } from './calculate-monthly-revenue.handler.js';
import { CheckPendingBillsHandler } from './check-pending-bills.handler.js';
import { MonthTotals } from './month-totals.js';
import { SendBillRemindersHandler } from './send-bill-reminders.handler.js';
import { ShopReminder } from './shop-reminder.js';

/** Handlers of the `finance` family and what they are made of. */
export const financeTaskHandlers = [
  CheckPendingBillsHandler,
  SendBillRemindersHandler,
  ShopReminder,
  CalculateMonthlyRevenueHandler,
  MonthTotals,
  sharedCacheProvider,
];
