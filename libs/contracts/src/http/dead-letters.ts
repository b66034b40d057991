import { Type } from 'class-transformer';
import {
  ArrayMaxSize,
  ArrayMinSize,
  IsArray,
  IsBoolean,
  IsIn,
  IsInt,
  IsISO8601,
  IsObject,
  IsOptional,
  IsString,
  IsUUID,
  Max,
  MaxLength,
  Min,
  ValidateNested,
} from 'class-validator';
import type { Kwargs } from '../task-message.js';
import { TaskErrorView } from './task-view.js';

export const DEAD_LETTER_STATES = ['open', 'replayed', 'discarded'] as const;

/** `open` waits for somebody's decision. */
export type DeadLetterState = (typeof DEAD_LETTER_STATES)[number];

/** Most dead letters of one command. */
export const MOST_DEAD_LETTERS = 500;

/** Which dead letters a command is about. */
export class DeadLetterSelection {
  @IsOptional() @IsString() @MaxLength(64) queue?: string;
  @IsOptional() @IsString() @MaxLength(128) task_name?: string;
  @IsOptional() @IsString() @MaxLength(64) cause?: string;
  /** Arrived at or after. */
  @IsOptional() @IsISO8601({ strict: true }) since?: string;
  /** Arrived before. */
  @IsOptional() @IsISO8601({ strict: true }) until?: string;
}

/** Query of the list. */
export class DeadLetterFilter extends DeadLetterSelection {
  @IsOptional() @IsIn(DEAD_LETTER_STATES) state?: DeadLetterState;
  @IsOptional() @Type(() => Number) @IsInt() @Min(1) @Max(200) limit?: number;
  @IsOptional() @IsString() @MaxLength(512) cursor?: string;
}

/** A message that will not be delivered again, as the list shows it. Times are ISO 8601 UTC. */
export class DeadLetterSummary {
  @IsString() id: string;
  /** `null` when the message names no valid one. */
  @IsOptional() @IsString() task_id: string | null;
  /** As the message says, which may be no task that is known. */
  @IsOptional() @IsString() task_name: string | null;
  /** Where it was before; a family, unless somebody made a queue of their own. */
  @IsString() queue: string;
  /** Why it is here, in one word. */
  @IsString() cause: string;
  @IsInt() attempts: number;
  @IsOptional() @ValidateNested() @Type(() => TaskErrorView) first_error: TaskErrorView | null;
  @IsOptional() @ValidateNested() @Type(() => TaskErrorView) last_error: TaskErrorView | null;
  @IsISO8601() arrived_at: string;
  /** More than 1 when the same message came again. */
  @IsInt() arrivals: number;
  /** Of the body as it came. */
  @IsInt() size_bytes: number;
  @IsIn(DEAD_LETTER_STATES) state: DeadLetterState;
  /** Who replayed or discarded it last, and when. */
  @IsOptional() @IsString() resolved_by: string | null;
  @IsOptional() @IsISO8601() resolved_at: string | null;
  /** The task that its last replay sent. */
  @IsOptional() @IsString() replayed_as: string | null;
}

/** A message's body as far as it can be shown. */
export class DeadLetterBody {
  @IsIn(['utf8', 'base64', 'hidden']) encoding: 'utf8' | 'base64' | 'hidden';
  @IsString() content: string;
  /** More bytes came than are shown. */
  @IsBoolean() truncated: boolean;
}

/** One time that a dead letter was sent again. */
export class DeadLetterReplayView {
  @IsInt() replay: number;
  @IsString() task_id: string;
  @IsString() task_name: string;
  @IsBoolean() edited: boolean;
  @IsString() by: string;
  @IsISO8601() at: string;
}

/** Everything that is kept of a dead letter. */
export class DeadLetterView extends DeadLetterSummary {
  /** Whether it can be replayed as it is; if not, `replay` needs a task name and arguments. */
  @IsBoolean() readable: boolean;
  /** `null` unless it is readable. Secret arguments are hidden. */
  @IsOptional() @IsArray() args: unknown[] | null;
  @IsOptional() @IsObject() kwargs: Kwargs | null;
  @IsOptional() @IsString() content_type: string | null;
  /** As received; long values are cut. */
  @IsObject() headers: Record<string, unknown>;
  @ValidateNested() @Type(() => DeadLetterBody) body: DeadLetterBody;
  @IsArray()
  @ValidateNested({ each: true })
  @Type(() => DeadLetterReplayView)
  replays: DeadLetterReplayView[];
}

export class DeadLetterPage {
  @IsInt() count: number;
  @ValidateNested({ each: true }) @Type(() => DeadLetterSummary) results: DeadLetterSummary[];
  @IsOptional() @IsString() next_cursor: string | null;
}

/** Body of `POST /api/core/dead-letters/{id}/replay`: what is to be different. */
export class DeadLetterEdits {
  @IsOptional() @IsString() @MaxLength(128) task_name?: string;
  @IsOptional() @IsArray() args?: unknown[];
  @IsOptional() @IsObject() kwargs?: Kwargs;
  /** Only the queue that the task runs on. */
  @IsOptional() @IsString() @MaxLength(64) queue?: string;
  /** Which replay of it this is, 1 unless given: the same number never sends a second task. */
  @IsOptional() @IsInt() @Min(1) @Max(1_000) replay?: number;
}

/** Answer of a replay: the broker holds the new task and its journal entry. */
export class ReplayedDeadLetter {
  @IsString() id: string;
  @IsString() task_id: string;
  @IsString() task_name: string;
  @IsString() queue: string;
  @IsInt() replay: number;
  @IsOptional() @IsString() retried_from: string | null;
}

/** Body of the commands on many: either `ids` or `filter`, of which only open ones count. */
export class DeadLetterBatch {
  @IsOptional()
  @IsArray()
  @ArrayMinSize(1)
  @ArrayMaxSize(MOST_DEAD_LETTERS)
  @IsUUID('all', { each: true })
  ids?: string[];

  /** `{}` means all. */
  @IsOptional() @IsObject() @ValidateNested() @Type(() => DeadLetterSelection) filter?: DeadLetterSelection;

  /** Most to take by the filter, the oldest first; 100 unless given. */
  @IsOptional() @IsInt() @Min(1) @Max(MOST_DEAD_LETTERS) limit?: number;
}

/** What became of one of many. */
export class DeadLetterOutcome {
  @IsString() id: string;
  @IsBoolean() done: boolean;
  /** The new task of a replay. */
  @IsOptional() @IsString() task_id: string | null;
  /** Why it was not done. */
  @IsOptional() @IsString() reason: string | null;
}

export class DeadLetterOutcomes {
  /** How many were replayed, or discarded. */
  @IsInt() done: number;
  @IsInt() refused: number;
  @ValidateNested({ each: true }) @Type(() => DeadLetterOutcome) results: DeadLetterOutcome[];
  /** Open ones that match the filter and were left: send it again for the next. */
  @IsInt() left: number;
}
