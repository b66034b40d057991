import { Type } from 'class-transformer';
import {
  Allow,
  IsArray,
  IsIn,
  IsInt,
  IsISO8601,
  IsNumber,
  IsObject,
  IsOptional,
  IsString,
  ValidateNested,
} from 'class-validator';
import { TASK_STATES, type TaskState } from '../task-state.js';
import type { Kwargs } from '../task-message.js';

export class TaskErrorView {
  @IsString() type: string;
  @IsString() message: string;
  @IsOptional() @IsString() stack?: string;
}

export class ProgressView {
  @IsNumber() current: number;
  @IsNumber() total: number;
  @IsNumber() percent: number;
  @IsString() description: string;
}

/** One attempt, for a timeline. */
export class AttemptView {
  @IsInt() attempt: number;
  @IsIn(TASK_STATES) state: TaskState;
  @IsOptional() @IsString() worker: string | null;
  @IsOptional() @IsISO8601() started_at: string | null;
  @IsOptional() @IsISO8601() finished_at: string | null;
  /** Without the stack; the task's own `error` has that of the last one. */
  @IsOptional() @ValidateNested() @Type(() => TaskErrorView) error: TaskErrorView | null;
  /** When the next attempt was due, of one that was to be retried. */
  @IsOptional() @IsISO8601() next_at: string | null;
}

/** A task as the API shows it. Times are ISO 8601 UTC; `null` means not known or not yet. */
export class TaskView {
  @IsString() task_id: string;
  @IsString() task_name: string;
  @IsString() queue: string;
  @IsIn(TASK_STATES) status: TaskState;
  @IsArray() args: unknown[];
  @IsObject() kwargs: Kwargs;
  /** Whatever the task's output DTO says; `null` before success. */
  @Allow() result: unknown;
  @IsOptional() @ValidateNested() @Type(() => TaskErrorView) error: TaskErrorView | null;
  @IsOptional() @ValidateNested() @Type(() => ProgressView) progress: ProgressView | null;
  @IsInt() attempt: number;
  @IsInt() max_retries: number;
  /** Limits that it was sent with, in seconds; `null` means the task's own. */
  @IsOptional() @IsNumber() soft_time_limit?: number | null;
  @IsOptional() @IsNumber() time_limit?: number | null;
  @IsInt() priority: number;
  @IsOptional() @IsISO8601() eta: string | null;
  @IsOptional() @IsISO8601() expires: string | null;
  /** When somebody first asked to revoke it, whatever came of it. */
  @IsOptional() @IsISO8601() revoke_requested_at: string | null;
  @IsOptional() @IsISO8601() submitted_at: string | null;
  @IsOptional() @IsISO8601() started_at: string | null;
  @IsOptional() @IsISO8601() finished_at: string | null;
  @IsOptional() @IsNumber() duration_ms: number | null;
  @IsOptional() @IsString() worker: string | null;
  @IsString() root_id: string;
  @IsOptional() @IsString() parent_id: string | null;
  @IsOptional() @IsString() schedule: string | null;
  @IsOptional() @IsString() retried_from: string | null;
  @IsOptional() @IsString() trace_id: string | null;
  /** Where its trace can be looked at; only where one task is shown, and the gateway knows of a trace store. */
  @IsOptional() @IsString() trace_url?: string;
  @IsOptional() @IsString() submitted_by: string | null;
  /** In order; only where one task is shown, not in lists. */
  @IsOptional() @ValidateNested({ each: true }) @Type(() => AttemptView) attempts?: AttemptView[];
}

/** Answer of the long poll: the whole of the outcome and nothing else. */
export class TaskResultView {
  @IsString() task_id: string;
  @IsIn(TASK_STATES) status: TaskState;
  @Allow() result: unknown;
  @IsOptional() @ValidateNested() @Type(() => TaskErrorView) error: TaskErrorView | null;
  @IsOptional() @IsISO8601() finished_at: string | null;
}

export class TaskPage {
  @IsInt() count: number;
  @ValidateNested({ each: true }) @Type(() => TaskView) results: TaskView[];
  @IsOptional() @IsString() next_cursor: string | null;
}
