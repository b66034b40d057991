import { Type } from 'class-transformer';
import { IsArray, IsIn, IsInt, IsISO8601, IsNumber, IsString, ValidateNested } from 'class-validator';

/** `offline`: it has not been heard of for four heartbeats, and it did not say goodbye. */
export const WORKER_STATUSES = ['online', 'stopping', 'offline'] as const;
export type WorkerStatus = (typeof WORKER_STATUSES)[number];

/** A worker by its last heartbeat. */
export class WorkerView {
  @IsString() worker_id: string;
  @IsString() hostname: string;
  @IsInt() pid: number;
  @IsIn(WORKER_STATUSES) status: WorkerStatus;
  /** Queues that it consumes. */
  @IsArray() @IsString({ each: true }) queues: string[];
  /** Handlers that may run at a time. */
  @IsInt() concurrency: number;
  /** Handlers running. */
  @IsInt() active: number;
  /** Deliveries that it holds and has not settled. */
  @IsInt() unacked: number;
  /** Deliveries settled since it started. */
  @IsInt() processed: number;
  @IsNumber() uptime_s: number;
  @IsInt() rss_bytes: number;
  /** Longest time for which its event loop did not turn since the heartbeat before. */
  @IsNumber() event_loop_lag_ms: number;
  @IsString() version: string;
  /** When its last heartbeat was read, by the database's clock. */
  @IsISO8601() last_seen_at: string;
}

export class WorkerList {
  @IsInt() count: number;
  @ValidateNested({ each: true }) @Type(() => WorkerView) results: WorkerView[];
}
