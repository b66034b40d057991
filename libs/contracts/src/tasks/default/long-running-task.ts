import { IsNumber, IsOptional, Max, Min } from 'class-validator';
import { defineTask } from '../../task-definition.js';

export class LongRunningTaskInput {
  /** How long to run, in seconds. */
  @IsOptional() @IsNumber({ allowNaN: false, allowInfinity: false }) @Min(0) @Max(1200) seconds?: number;
}

export class LongRunningTaskOutput {
  /** Time it really took, in seconds. */
  @IsNumber() seconds: number;
}

export const longRunningTask = defineTask({
  name: 'long_running_task',
  family: 'default',
  summary: 'Runs for the given number of seconds (10 unless told) and reports its progress.',
  input: LongRunningTaskInput,
  output: LongRunningTaskOutput,
  positional: ['seconds'],
  effect: 'none',
});
