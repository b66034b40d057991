import { CleanupOldNotificationsHandler } from './cleanup-old-notifications.handler.js';
import { SendNotificationEmailHandler } from './send-notification-email.handler.js';

/** Handlers of the `email` family. */
export const emailTaskHandlers = [CleanupOldNotificationsHandler, SendNotificationEmailHandler];
