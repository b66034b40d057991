import { Type } from 'class-transformer';
import {
  IsArray,
  IsInt,
  IsNumber,
  IsObject,
  IsOptional,
  IsString,
  Max,
  MaxLength,
  Min,
} from 'class-validator';
import type { Kwargs } from '../task-message.js';
import { IsInstant } from './is-instant.js';

/** Longest delay that can be asked for: one year, in seconds. */
export const MAX_COUNTDOWN_S = 366 * 24 * 3600;

/** Body of `POST /api/core/tasks`. Times without a zone are refused: they would mean different instants. */
export class TaskSubmission {
  /** Short name (`check_pending_bills`) or full name (`finance.check_pending_bills`). */
  @IsString()
  @MaxLength(128)
  task_name: string;

  @IsOptional()
  @IsArray()
  args?: unknown[];

  @IsOptional()
  @IsObject()
  kwargs?: Kwargs;

  /** Seconds to wait before it runs. Only one of `countdown`, `delay` and `eta`. */
  @IsOptional()
  @IsNumber({ allowNaN: false, allowInfinity: false })
  @Min(0)
  @Max(MAX_COUNTDOWN_S)
  countdown?: number;

  /** The old name of `countdown`. */
  @IsOptional()
  @IsNumber({ allowNaN: false, allowInfinity: false })
  @Min(0)
  @Max(MAX_COUNTDOWN_S)
  delay?: number;

  /** Instant at which it is to run; one in the past means now. */
  @IsOptional()
  @IsInstant()
  eta?: string;

  /** Instant after which the task is not run any more. */
  @IsOptional()
  @IsInstant()
  expires?: string;

  @IsOptional()
  @IsInt()
  @Min(0)
  @Max(9)
  priority?: number;

  @IsOptional()
  @IsString()
  @MaxLength(64)
  queue?: string;

  @IsOptional()
  @IsInt()
  @Min(0)
  @Max(100)
  max_retries?: number;

  /** Seconds after which `ctx.signal` is aborted. */
  @IsOptional()
  @IsNumber({ allowNaN: false, allowInfinity: false })
  @Min(0.1)
  @Max(86_400)
  soft_time_limit?: number;

  /** Seconds after which the attempt is ended. */
  @IsOptional()
  @IsNumber({ allowNaN: false, allowInfinity: false })
  @Min(0.1)
  @Max(86_400)
  time_limit?: number;
}

/** Answer of `POST /api/core/tasks`: the broker holds the task and its journal entry. */
export class TaskAccepted {
  @IsString() task_id: string;
  @IsString() task_name: string;
  @IsString() status: 'PENDING';
  @IsString() queue: string;
}

/** Wait of a long poll in seconds, 0 to 60. */
export class ResultWait {
  @IsOptional()
  @Type(() => Number)
  @IsNumber({ allowNaN: false, allowInfinity: false })
  @Min(0)
  @Max(60)
  wait?: number;
}
