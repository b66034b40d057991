import { Type } from 'class-transformer';
import {
  IsArray,
  IsBoolean,
  IsIn,
  IsInt,
  IsISO8601,
  IsNumber,
  IsObject,
  IsOptional,
  IsString,
  ValidateNested,
} from 'class-validator';
import type { Kwargs } from '../task-message.js';
import { TASK_STATES, type TaskState } from '../task-state.js';
import {
  MISFIRE_POLICIES,
  OVERLAP_POLICIES,
  type MisfirePolicy,
  type OverlapPolicy,
} from './schedule-fields.js';

/** `finished`: no instant is left. `broken`: it cannot fire as it is; `problem` says why. */
export const SCHEDULE_STATES = ['active', 'paused', 'finished', 'broken'] as const;
export type ScheduleState = (typeof SCHEDULE_STATES)[number];

/** How a recorded instant ended: its task was sent, waits to be sent, waits for the former task, or never will be. */
export const FIRINGS = ['sent', 'sending', 'waiting', 'skipped'] as const;
export type Firing = (typeof FIRINGS)[number];

/** A schedule's latest instant. */
export class LastOccurrenceView {
  @IsISO8601() due_at: string;
  @IsIn(FIRINGS) firing: Firing;
  @IsOptional() @IsISO8601() sent_at: string | null;
  /** From the due instant, jitter not counted, to the broker's confirm. */
  @IsOptional() @IsNumber() lateness_seconds: number | null;
  @IsOptional() @IsString() task_id: string | null;
  /** Of the task; `null` while nothing is known of it, or the monitor does not answer. */
  @IsOptional() @IsIn(TASK_STATES) task_status: TaskState | null;
}

/** A schedule as the API shows it. Times are ISO 8601 UTC; `null` means none. */
export class ScheduleView {
  @IsString() id: string;
  @IsOptional() @IsString() description: string | null;
  @IsString() task_name: string;
  @IsArray() args: unknown[];
  @IsObject() kwargs: Kwargs;
  @IsOptional() @IsString() cron: string | null;
  @IsOptional() @IsNumber() every_seconds: number | null;
  @IsOptional() @IsISO8601() once_at: string | null;
  @IsString() timezone: string;
  @IsOptional() @IsISO8601() starts_at: string | null;
  @IsOptional() @IsISO8601() ends_at: string | null;
  @IsOptional() @IsInt() priority: number | null;
  @IsString() queue: string;
  @IsOptional() @IsNumber() expires_seconds: number | null;
  @IsIn(MISFIRE_POLICIES) misfire: MisfirePolicy;
  @IsOptional() @IsInt() misfire_max: number | null;
  @IsIn(OVERLAP_POLICIES) overlap: OverlapPolicy;
  @IsNumber() jitter_seconds: number;
  @IsBoolean() enabled: boolean;
  @IsIn(SCHEDULE_STATES) status: ScheduleState;
  @IsOptional() @IsString() problem: string | null;
  /** `code` for those shipped with the product, else `user`. */
  @IsString() source: string;
  /** Goes up with each edit. */
  @IsInt() version: number;
  @IsISO8601() created_at: string;
  @IsISO8601() updated_at: string;
  @IsOptional() @IsISO8601() next_due_at: string | null;
  /** How long the next instant should have fired already; 0 when all is well. */
  @IsNumber() overdue_seconds: number;
  /** Instants that were passed over, by the misfire policy, since it was made. */
  @IsInt() missed_count: number;
  /** Instants that were passed over because the former task had not ended. */
  @IsInt() skipped_count: number;
  @IsOptional() @ValidateNested() @Type(() => LastOccurrenceView) last: LastOccurrenceView | null;
}

export class SchedulePage {
  @IsInt() count: number;
  @ValidateNested({ each: true }) @Type(() => ScheduleView) results: ScheduleView[];
  @IsOptional() @IsString() next_cursor: string | null;
}

/** An instant to come, in UTC and on the clocks of the schedule's time zone. */
export class NextOccurrenceView {
  @IsISO8601() due_at: string;
  /** With the zone's offset, such as 2030-01-31T09:00:00.000+08:00. */
  @IsISO8601() local: string;
}

export class NextOccurrences {
  @IsString() timezone: string;
  @ValidateNested({ each: true }) @Type(() => NextOccurrenceView) results: NextOccurrenceView[];
}

/** One entry of the audit trail. */
export class ScheduleChangeView {
  @IsInt() id: number;
  @IsISO8601() at: string;
  /** Name of the user, or `code` for what a version ships. */
  @IsString() actor: string;
  /** `created`, `edited`, `paused`, `resumed`, `deleted`, `run`. */
  @IsString() action: string;
  @IsInt() version: number;
  /** The fields that changed, as they were. */
  @IsOptional() @IsObject() before: object | null;
  /** The fields that changed, as they are. */
  @IsOptional() @IsObject() after: object | null;
}

export class ScheduleChangePage {
  @ValidateNested({ each: true }) @Type(() => ScheduleChangeView) results: ScheduleChangeView[];
  @IsOptional() @IsInt() next_cursor: number | null;
}

/** Answer of a rescheduling. */
export class TaskRescheduled {
  @IsString() task_id: string;
  @IsISO8601() eta: string;
}
