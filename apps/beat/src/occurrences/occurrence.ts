import type { Kwargs } from '@celerity/contracts';

/** One due instant of a schedule, recorded, and the task that it sends. */
export interface Occurrence {
  readonly scheduleId: string;
  readonly dueAt: Date;
  readonly taskId: string;
  readonly taskName: string;
  readonly args: readonly unknown[];
  readonly kwargs: Kwargs;
}
