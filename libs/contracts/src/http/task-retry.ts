import { IsArray, IsObject, IsOptional, IsString } from 'class-validator';
import type { Kwargs } from '../task-message.js';
import { TaskAccepted } from './task-submission.js';

/** Body of `POST /api/core/tasks/{task_id}/retry`: what is to be different from the task that is repeated. */
export class TaskRetry {
  /** In place of all positional arguments. */
  @IsOptional()
  @IsArray()
  args?: unknown[];

  /** In place of those arguments by name that are named here; the others stay. */
  @IsOptional()
  @IsObject()
  kwargs?: Kwargs;
}

/** Its answer: a new task, which names the one it repeats. */
export class RetryAccepted extends TaskAccepted {
  @IsString() retried_from: string;
}
