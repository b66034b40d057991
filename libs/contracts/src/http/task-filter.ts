import { Type } from 'class-transformer';
import { IsIn, IsInt, IsISO8601, IsOptional, IsString, Max, MaxLength, Min } from 'class-validator';
import { TASK_STATES, type TaskState } from '../task-state.js';

/** Query of the task lists. */
export class TaskFilter {
  @IsOptional() @IsIn(TASK_STATES) status?: TaskState;
  @IsOptional() @IsString() @MaxLength(128) task_name?: string;
  @IsOptional() @IsString() @MaxLength(64) queue?: string;
  @IsOptional() @IsString() @MaxLength(128) worker?: string;
  /** Submitted at or after. */
  @IsOptional() @IsISO8601({ strict: true }) since?: string;
  /** Submitted before. */
  @IsOptional() @IsISO8601({ strict: true }) until?: string;
  /** Part of the task id, name, arguments or error. */
  @IsOptional() @IsString() @MaxLength(200) q?: string;
  @IsOptional() @Type(() => Number) @IsInt() @Min(1) @Max(200) limit?: number;
  @IsOptional() @IsString() @MaxLength(512) cursor?: string;
}
