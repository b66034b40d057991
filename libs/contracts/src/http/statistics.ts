import { Type } from 'class-transformer';
import { IsIn, IsInt, IsISO8601, IsNumber, IsOptional, IsString, ValidateNested } from 'class-validator';

/** Windows of the statistics. Beyond an hour they begin at a whole hour. */
export const STATS_WINDOWS = ['1h', '24h', '7d'] as const;
export type StatsWindow = (typeof STATS_WINDOWS)[number];

/** Query of the statistics by task. */
export class TaskStatsFilter {
  @IsOptional() @IsIn(STATS_WINDOWS) window?: StatsWindow;
}

/** What became of the tasks of one name in a window. Durations are in seconds; `null` when none ran. */
export class TaskStats {
  @IsString() task_name: string;
  /** Tasks that ended. */
  @IsInt() total: number;
  @IsInt() success: number;
  @IsInt() failed: number;
  @IsInt() revoked: number;
  @IsInt() expired: number;
  /** Attempts that failed and were followed by another. */
  @IsInt() retry: number;
  /** Tasks that were accepted. */
  @IsInt() accepted: number;
  @IsOptional() @IsNumber() avg_duration: number | null;
  /** Percentiles are exact below 50 ms and within two percent above. */
  @IsOptional() @IsNumber() p50: number | null;
  @IsOptional() @IsNumber() p95: number | null;
  @IsOptional() @IsNumber() p99: number | null;
  @IsOptional() @IsISO8601() last_execution: string | null;
}

export class TaskStatsList {
  @IsIn(STATS_WINDOWS) window: StatsWindow;
  @IsInt() count: number;
  @ValidateNested({ each: true }) @Type(() => TaskStats) results: TaskStats[];
}

/** One queue of tasks, all its lanes together. */
export class QueueStats {
  @IsString() name: string;
  /** Messages that wait for a worker; `null` when the broker could not be asked. */
  @IsOptional() @IsInt() ready: number | null;
  /** Messages that workers hold, by their last heartbeats. */
  @IsInt() unacked: number;
  /** Tasks that wait for their time. */
  @IsInt() delayed: number;
  @IsOptional() @IsInt() consumers: number | null;
  @IsInt() dead_letters: number;
  /** Age in seconds of the oldest task that could run and does not yet; `null` when there is none. */
  @IsOptional() @IsNumber() oldest_age_s: number | null;
  /** Tasks accepted a second, over the last one to two minutes. */
  @IsNumber() publish_rate: number;
  /** Attempts ended a second, over the last one to two minutes. */
  @IsNumber() ack_rate: number;
}

export class QueueStatsList {
  @IsInt() count: number;
  @ValidateNested({ each: true }) @Type(() => QueueStats) results: QueueStats[];
}

/** Tasks by state: those not final as of now, the final ones of the last 24 hours. */
export class TasksByState {
  @IsInt() PENDING: number;
  @IsInt() STARTED: number;
  @IsInt() PROGRESS: number;
  @IsInt() RETRY: number;
  @IsInt() SUCCESS: number;
  @IsInt() FAILURE: number;
  @IsInt() REVOKED: number;
  @IsInt() EXPIRED: number;
}

export class Throughput {
  /** Tasks that ended within the last minute. */
  @IsInt() last_minute: number;
  /** Tasks that ended within the last hour. */
  @IsInt() last_hour: number;
  @IsInt() failures_last_hour: number;
}

export class WorkersByStatus {
  @IsInt() online: number;
  @IsInt() stopping: number;
  @IsInt() offline: number;
}

export class JournalState {
  /** Journal offset up to which (exclusive) the history is complete. */
  @IsInt() projected_offset: number;
  /** How far the history is behind; `null` when this monitor is not the one that writes it. */
  @IsOptional() @IsNumber() lag_s: number | null;
}

/** Everything at a glance. */
export class SystemStats {
  @ValidateNested() @Type(() => TasksByState) tasks: TasksByState;
  @ValidateNested() @Type(() => Throughput) throughput: Throughput;
  @ValidateNested({ each: true }) @Type(() => QueueStats) queues: QueueStats[];
  @ValidateNested() @Type(() => WorkersByStatus) workers: WorkersByStatus;
  @ValidateNested() @Type(() => JournalState) journal: JournalState;
}
