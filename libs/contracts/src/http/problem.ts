import { Type } from 'class-transformer';
import { IsArray, IsIn, IsInt, IsOptional, IsString, ValidateNested } from 'class-validator';
import { TASK_STATES, type TaskState } from '../task-state.js';

/** One bad field: where it is, what is wrong, and what to do about it. */
export class FieldProblem {
  /** Path in the request body, such as `kwargs.year`. */
  @IsString() field: string;
  @IsString() message: string;
}

/** An error answer, `application/problem+json` (RFC 9457). */
export class Problem {
  @IsString() type: string;
  @IsString() title: string;
  @IsInt() status: number;
  @IsOptional() @IsString() detail?: string;
  @IsOptional() @IsString() instance?: string;
  /** Also in the header `x-request-id`, and in the log. */
  @IsOptional() @IsString() request_id?: string;
  @IsOptional() @IsArray() @ValidateNested({ each: true }) @Type(() => FieldProblem) errors?: FieldProblem[];
  /** For answers that leave open whether the task was accepted. */
  @IsOptional() @IsString() outcome?: 'unknown';
  @IsOptional() @IsString() task_id?: string;
  /** Where a task's state is in the way: the state. */
  @IsOptional() @IsIn(TASK_STATES) task_state?: TaskState;
}
