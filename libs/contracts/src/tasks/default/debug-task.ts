import { IsInt, IsOptional, IsString } from 'class-validator';
import { defineTask } from '../../task-definition.js';

export class DebugTaskInput {}

export class DebugTaskOutput {
  @IsString() task_id: string;
  @IsString() task_name: string;
  @IsInt() attempt: number;
  @IsString() root_id: string;
  @IsOptional() @IsString() parent_id: string | null;
  @IsString() worker: string;
  @IsString() hostname: string;
  @IsInt() pid: number;
  @IsString() node: string;
}

export const debugTask = defineTask({
  name: 'debug_task',
  family: 'default',
  summary: 'Shows the request as the worker saw it.',
  input: DebugTaskInput,
  output: DebugTaskOutput,
  effect: 'none',
});
