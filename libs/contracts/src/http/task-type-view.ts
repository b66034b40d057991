import { Type } from 'class-transformer';
import { IsArray, IsIn, IsInt, IsObject, IsOptional, IsString, ValidateNested } from 'class-validator';

/** A task's contract as the API shows it. Limits and delays are in milliseconds. */
export class TaskTypeView {
  @IsString() task_name: string;
  @IsString() name: string;
  @IsString() family: string;
  @IsString() queue: string;
  @IsString() summary: string;
  @IsIn(['transactional', 'keyed', 'none']) effect: string;
  /** Gateways of an earlier version do not say. */
  @IsOptional() @IsIn(['none', 'thread']) isolation?: string;
  @IsArray() positional: readonly string[];
  /** JSON Schema. */
  @IsObject() input: object;
  /** JSON Schema. */
  @IsObject() output: object;
  @IsObject() limits: object;
  @IsObject() retry: object;
}

export class TaskTypeList {
  @IsInt() count: number;
  @ValidateNested({ each: true }) @Type(() => TaskTypeView) results: TaskTypeView[];
}
