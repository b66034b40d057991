import { IsBoolean, IsIn, IsISO8601, IsOptional, IsString } from 'class-validator';
import { TASK_STATES, type TaskState } from '../task-state.js';

/** Body of `POST /api/core/tasks/{task_id}/revoke`; it may be left out. */
export class TaskRevocation {
  /** Also stop an attempt that runs: its signal is aborted at once. */
  @IsOptional()
  @IsBoolean()
  terminate?: boolean;
}

/** Answer to a revocation: it is durable. The task has not ended unless `status` says so. */
export class TaskRevoked {
  @IsString() task_id: string;
  /** `REVOKED` when it is certain that the task never runs (again). */
  @IsIn(TASK_STATES) status: TaskState;
  @IsISO8601() revoke_requested_at: string;
  /** True when the history could not be asked: `status` is then only what workers have said. */
  @IsOptional() @IsBoolean() stale?: boolean;
}
