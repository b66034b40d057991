import { Type } from 'class-transformer';
import {
  IsBoolean,
  IsInt,
  IsISO8601,
  IsObject,
  IsOptional,
  IsString,
  Max,
  MaxLength,
  Min,
  ValidateNested,
} from 'class-validator';

/** Query of a task's log. */
export class TaskLogFilter {
  @IsOptional() @Type(() => Number) @IsInt() @Min(1) @Max(1_000) limit?: number;
  @IsOptional() @IsString() @MaxLength(512) cursor?: string;
}

/** One line that a task logged. */
export class TaskLogLine {
  @IsInt() attempt: number;
  @IsISO8601() at: string;
  @IsString() worker: string;
  @IsString() text: string;
  @IsOptional() @IsObject() facts: Record<string, unknown> | null;
  /** Something was left out, because the task logged too much; the text says what. */
  @IsBoolean() cut: boolean;
}

/** Lines in the order in which they were logged. */
export class TaskLogPage {
  @IsInt() count: number;
  @ValidateNested({ each: true }) @Type(() => TaskLogLine) results: TaskLogLine[];
  @IsOptional() @IsString() next_cursor: string | null;
}
