import { IsInt, IsISO8601, IsOptional, Max, Min } from 'class-validator';
import { defineTask } from '../../task-definition.js';

export class CleanupOldNotificationsInput {
  /** Notifications older than so many days go; 30 unless given. */
  @IsOptional() @IsInt() @Min(1) @Max(3650) days?: number;
}

export class CleanupOldNotificationsOutput {
  @IsInt() deleted: number;
  /** Notifications made before this instant were deleted. */
  @IsISO8601({ strict: true }) older_than: string;
}

export const cleanupOldNotifications = defineTask({
  name: 'cleanup_old_notifications',
  family: 'email',
  summary: 'Deletes notifications older than the given number of days (30 unless told).',
  input: CleanupOldNotificationsInput,
  output: CleanupOldNotificationsOutput,
  positional: ['days'],
  effect: 'none',
});
