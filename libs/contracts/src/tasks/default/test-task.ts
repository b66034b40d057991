import { IsOptional, IsString, MaxLength } from 'class-validator';
import { defineTask } from '../../task-definition.js';

export class TestTaskInput {
  /** `fail` makes the task fail, which shows the way of an error. */
  @IsOptional() @IsString() @MaxLength(1000) message?: string;
}

export class TestTaskOutput {
  @IsString() message: string;
}

export const testTask = defineTask({
  name: 'test_task',
  family: 'default',
  summary: 'Answers with its message; the message "fail" fails.',
  input: TestTaskInput,
  output: TestTaskOutput,
  positional: ['message'],
  effect: 'none',
  retry: { giveUpOn: ['TestTaskFailure'] },
});
