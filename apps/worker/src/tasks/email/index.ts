import type { Provider } from '@nestjs/common';
import { exportSettingsProvider } from '../data/export-settings.js';
import { AttachedExports } from './attached-exports.js';
import { CleanupOldNotificationsHandler } from './cleanup-old-notifications.handler.js';
import { SendNotificationEmailHandler } from './send-notification-email.handler.js';

/** Handlers of the `email` family. */
export const emailTaskHandlers: Provider[] = [
  CleanupOldNotificationsHandler,
  SendNotificationEmailHandler,
  AttachedExports,
  // The `data` family lists it too; Nest makes one for both.
  exportSettingsProvider,
];
