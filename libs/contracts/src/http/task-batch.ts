import { Type } from 'class-transformer';
import { ArrayMaxSize, ArrayMinSize, IsArray, IsInt, IsOptional, ValidateNested } from 'class-validator';
import { Problem } from './problem.js';
import { TaskAccepted, TaskSubmission } from './task-submission.js';

/** Most tasks of one `POST /api/core/tasks/batch`. */
export const MAX_BATCH_TASKS = 1_000;

/** Body of `POST /api/core/tasks/batch`. Each task is accepted or refused on its own. */
export class TaskBatch {
  @IsArray()
  @ArrayMinSize(1)
  @ArrayMaxSize(MAX_BATCH_TASKS)
  @ValidateNested({ each: true })
  @Type(() => TaskSubmission)
  tasks: TaskSubmission[];
}

/** What became of one task of a batch: `task` when it was accepted, `problem` when it was not. */
export class BatchEntry {
  /** 201 accepted; else the status that the task alone would have been answered with. */
  @IsInt() status: number;
  @IsOptional() @ValidateNested() @Type(() => TaskAccepted) task: TaskAccepted | null;
  @IsOptional() @ValidateNested() @Type(() => Problem) problem: Problem | null;
}

/** Answer of `POST /api/core/tasks/batch`, in the order of the request. */
export class TaskBatchAnswer {
  @IsInt() accepted: number;
  @IsInt() refused: number;
  @ValidateNested({ each: true }) @Type(() => BatchEntry) results: BatchEntry[];
}
