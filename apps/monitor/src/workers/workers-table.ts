import type { Generated } from 'kysely';

/** A worker as its last event has left it. PostgreSQL's bigint arrives as text. */
export interface WorkersTable {
  readonly worker_id: string;
  readonly seq: string;
  readonly state: 'online' | 'stopping' | 'stopped';
  readonly hostname: string;
  readonly pid: number;
  readonly queues: readonly string[];
  readonly unacked: Readonly<Record<string, number>>;
  readonly concurrency: number;
  readonly active: number;
  readonly processed: string;
  readonly uptime_s: number;
  readonly rss_bytes: string;
  readonly event_loop_lag_ms: number;
  readonly version: string;
  readonly interval_ms: number;
  /** When its last event was projected, by the database's clock: clocks of workers are not compared. */
  readonly seen_at: Generated<Date>;
}
