/** What happened to the tasks of one name and queue in one slot of time. */
export interface TaskCountsTable {
  /** Length of the slot in seconds. */
  readonly span_s: number;
  readonly slot: Date;
  readonly task_name: string;
  readonly queue: string;
  readonly accepted: number;
  readonly succeeded: number;
  readonly failed: number;
  readonly revoked: number;
  readonly expired: number;
  readonly retried: number;
  /** Attempts that ended a task, and how long they took together. */
  readonly runs: number;
  readonly run_ms: number;
  /** Time of the last event that was counted. */
  readonly last_at: Date;
}

/** How many attempts of a task took about so long. */
export interface TaskDurationsTable {
  readonly span_s: number;
  readonly slot: Date;
  readonly task_name: string;
  readonly bucket: number;
  readonly runs: number;
}
