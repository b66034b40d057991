import { Type } from 'class-transformer';
import { IsIn, IsInt, IsISO8601, IsNumber, IsOptional, IsString, ValidateNested } from 'class-validator';

/** Something that the gateway needs. */
export class DependencyView {
  @IsString() name: string;
  @IsIn(['up', 'down']) status: 'up' | 'down';
  /** What is wrong; `null` when nothing is. */
  @IsOptional() @IsString() message: string | null;
}

/** A task that may run for longer than the broker waits for a worker. */
export class OverlongTask {
  @IsString() task_name: string;
  /** In seconds. */
  @IsNumber() time_limit: number;
}

/** What helps to find out what is wrong with an installation. */
export class Diagnostics {
  /** Of this gateway. */
  @IsString() version: string;
  /** This gateway's clock. */
  @IsISO8601() gateway_time: string;
  /** The database's clock, read at the same moment; `null` when it does not answer. */
  @IsOptional() @IsISO8601() database_time: string | null;
  /** BROKER_CONSUMER_TIMEOUT as this gateway was told it. */
  @IsInt() broker_consumer_timeout_ms: number;
  /** Longest time limit that fits under it, in seconds. */
  @IsNumber() longest_time_limit: number;
  /** Tasks whose own limit does not: the broker may take them from a worker that still runs them. */
  @ValidateNested({ each: true }) @Type(() => OverlongTask) overlong_tasks: OverlongTask[];
  @ValidateNested({ each: true }) @Type(() => DependencyView) dependencies: DependencyView[];
}
