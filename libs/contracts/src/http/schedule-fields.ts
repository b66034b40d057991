import { Type } from 'class-transformer';
import {
  IsArray,
  IsBoolean,
  IsIn,
  IsInt,
  IsNumber,
  IsObject,
  IsOptional,
  IsString,
  Matches,
  Max,
  MaxLength,
  Min,
} from 'class-validator';
import type { Kwargs } from '../task-message.js';
import { IsInstant } from './is-instant.js';

/** What becomes of instants that passed by more than a minute while nobody could fire them. */
export const MISFIRE_POLICIES = ['skip', 'fire_once', 'fire_all'] as const;
export type MisfirePolicy = (typeof MISFIRE_POLICIES)[number];

/** What becomes of an instant whose former task has not ended. */
export const OVERLAP_POLICIES = ['allow', 'skip', 'queue'] as const;
export type OverlapPolicy = (typeof OVERLAP_POLICIES)[number];

/** Most missed instants that `fire_all` makes up for. */
export const MAX_MISFIRES = 1_000;
/** Longest interval and expiry: a year, in seconds. */
export const MAX_INTERVAL_S = 366 * 24 * 3_600;
/** Longest jitter: a day, in seconds. */
export const MAX_JITTER_S = 24 * 3_600;

export const SCHEDULE_ID = /^[a-z0-9][a-z0-9_-]{0,62}$/;

/** When a schedule fires. */
export class ScheduleRuleFields {
  /** Five fields, or six with seconds first. One of `cron`, `every_seconds` and `once_at`. */
  @IsOptional() @IsString() @MaxLength(200) cron?: string | null;
  /** Counted from `starts_at`, or from the schedule's creation. */
  @IsOptional()
  @IsNumber({ allowNaN: false, allowInfinity: false, maxDecimalPlaces: 3 })
  @Min(1)
  @Max(MAX_INTERVAL_S)
  every_seconds?: number | null;
  /** Fires once, then. */
  @IsOptional() @IsInstant() once_at?: string | null;
  /** IANA time zone of `cron`, such as Europe/Berlin; the installation's unless given. */
  @IsOptional() @IsString() @MaxLength(64) timezone?: string | null;
  /** No instant before it. */
  @IsOptional() @IsInstant() starts_at?: string | null;
  /** No instant after it. */
  @IsOptional() @IsInstant() ends_at?: string | null;
}

/** What can be said of a schedule. `null` takes back what was said before. */
export class ScheduleFields extends ScheduleRuleFields {
  @IsOptional() @IsString() @MaxLength(500) description?: string | null;
  @IsOptional() @IsArray() args?: unknown[] | null;
  @IsOptional() @IsObject() kwargs?: Kwargs | null;
  @IsOptional() @IsInt() @Min(0) @Max(9) priority?: number | null;
  @IsOptional() @IsString() @MaxLength(64) queue?: string | null;
  /** A task that has not begun so many seconds after it was fired is not run any more. */
  @IsOptional()
  @IsNumber({ allowNaN: false, allowInfinity: false })
  @Min(1)
  @Max(MAX_INTERVAL_S)
  expires_seconds?: number | null;
  @IsOptional() @IsIn(MISFIRE_POLICIES) misfire?: MisfirePolicy | null;
  /** For `fire_all`: at most so many missed instants, the latest ones. */
  @IsOptional() @IsInt() @Min(1) @Max(MAX_MISFIRES) misfire_max?: number | null;
  @IsOptional() @IsIn(OVERLAP_POLICIES) overlap?: OverlapPolicy | null;
  /** Each instant is put off by up to so many seconds, always the same for one instant. */
  @IsOptional()
  @IsNumber({ allowNaN: false, allowInfinity: false })
  @Min(0)
  @Max(MAX_JITTER_S)
  jitter_seconds?: number | null;
  /** False: does not fire until resumed. */
  @IsOptional() @IsBoolean() enabled?: boolean | null;
}

/** Body of `POST /api/core/schedules`. */
export class NewSchedule extends ScheduleFields {
  /** Its name for good: small letters, digits, `_` and `-`. */
  @IsString()
  @Matches(SCHEDULE_ID, {
    message: 'id must begin with a small letter or digit and have only those, _ and -; at most 63',
  })
  id: string;

  /** Short or full name of the task that it sends. */
  @IsString() @MaxLength(128) task_name: string;
}

/** Body of `PATCH /api/core/schedules/{id}`: what is not named stays. */
export class ScheduleChanges extends ScheduleFields {
  @IsOptional() @IsString() @MaxLength(128) task_name?: string;
  /** The version that was looked at; the header `If-Match` says the same. */
  @IsOptional() @IsInt() @Min(1) version?: number;
}

/** Body of `POST /api/core/schedules/preview`: a rule that no schedule has yet. */
export class SchedulePreview extends ScheduleRuleFields {
  /** How many instants; 10 unless given. */
  @IsOptional() @IsInt() @Min(1) @Max(100) count?: number;
}

/** Query of the list of schedules. */
export class ScheduleFilter {
  /** Part of the id, the task's name or the description. */
  @IsOptional() @IsString() @MaxLength(200) q?: string;
  @IsOptional() @Type(() => Number) @IsInt() @Min(1) @Max(200) limit?: number;
  @IsOptional() @IsString() @MaxLength(64) cursor?: string;
}

/** Query of a schedule's audit trail. */
export class ScheduleAuditFilter {
  @IsOptional() @Type(() => Number) @IsInt() @Min(1) @Max(200) limit?: number;
  @IsOptional() @Type(() => Number) @IsInt() @Min(1) cursor?: number;
}

/** Query of the next occurrences. */
export class OccurrenceCount {
  @IsOptional() @Type(() => Number) @IsInt() @Min(1) @Max(100) count?: number;
}

/** Body of `POST /api/core/tasks/{task_id}/reschedule`: one of the two. */
export class TaskRescheduling {
  /** Seconds from now. */
  @IsOptional()
  @IsNumber({ allowNaN: false, allowInfinity: false })
  @Min(0)
  @Max(MAX_INTERVAL_S)
  countdown?: number;
  /** Instant at which it is to run; one in the past means now. */
  @IsOptional() @IsInstant() eta?: string;
}
