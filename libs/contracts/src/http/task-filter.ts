import { Transform, Type } from 'class-transformer';
import {
  IsBoolean,
  IsIn,
  IsInt,
  IsISO8601,
  IsOptional,
  IsString,
  IsUUID,
  Max,
  MaxLength,
  Min,
} from 'class-validator';
import { TASK_STATES, type TaskState } from '../task-state.js';

/** Query of the task lists. */
export class TaskFilter {
  @IsOptional() @IsIn(TASK_STATES) status?: TaskState;
  @IsOptional() @IsString() @MaxLength(128) task_name?: string;
  @IsOptional() @IsString() @MaxLength(64) queue?: string;
  @IsOptional() @IsString() @MaxLength(128) worker?: string;
  /** Descendants of this task, and itself. */
  @IsOptional() @IsUUID() root_id?: string;
  /** Tasks that this task sent. */
  @IsOptional() @IsUUID() parent_id?: string;
  /** Submitted at or after. */
  @IsOptional() @IsISO8601({ strict: true }) since?: string;
  /** Submitted before. */
  @IsOptional() @IsISO8601({ strict: true }) until?: string;
  /** Part of the task id, name, arguments or error. */
  @IsOptional() @IsString() @MaxLength(200) q?: string;
  /** `true`: only tasks whose time to run is yet to come; `false`: only others. */
  @IsOptional()
  @Transform(({ value }: { value: unknown }) => (value === 'true' ? true : value === 'false' ? false : value))
  @IsBoolean()
  delayed?: boolean;
  @IsOptional() @Type(() => Number) @IsInt() @Min(1) @Max(200) limit?: number;
  @IsOptional() @IsString() @MaxLength(512) cursor?: string;
}

/** Query of a task's children. */
export class ChildFilter {
  /** Those that have not ended, instead of those that have. */
  @IsOptional()
  @Transform(({ value }: { value: unknown }) => (value === 'true' ? true : value === 'false' ? false : value))
  @IsBoolean()
  active?: boolean;
  @IsOptional() @Type(() => Number) @IsInt() @Min(1) @Max(200) limit?: number;
  @IsOptional() @IsString() @MaxLength(512) cursor?: string;
}
