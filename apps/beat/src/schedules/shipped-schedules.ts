/** A schedule that comes with the product. */
export interface ShippedSchedule {
  /** Its key in the table: once shipped it stays. */
  readonly id: string;
  readonly task: string;
  readonly cron: string;
}

/** Times of day are in the zone of `CELERITY_TIMEZONE`. */
export const SHIPPED_SCHEDULES: readonly ShippedSchedule[] = [
  { id: 'check_pending_bills', task: 'check_pending_bills', cron: '* * * * *' },
  { id: 'generate_hourly_report', task: 'generate_hourly_report', cron: '0 * * * *' },
  { id: 'cleanup_old_notifications', task: 'cleanup_old_notifications', cron: '0 2 * * *' },
  { id: 'generate_weekly_report', task: 'generate_weekly_report', cron: '0 10 * * 1' },
  { id: 'generate_monthly_report', task: 'generate_monthly_report', cron: '0 0 1 * *' },
];
