import type { TaskDefinition } from '../../task-definition.js';
import { cleanupOldNotifications } from './cleanup-old-notifications.js';
import { sendNotificationEmail } from './send-notification-email.js';

export * from './cleanup-old-notifications.js';
export * from './send-notification-email.js';
export * from './template-values.js';

export const emailTasks: readonly TaskDefinition[] = [cleanupOldNotifications, sendNotificationEmail];
