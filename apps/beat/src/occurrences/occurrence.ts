import type { Kwargs } from '@celerity/contracts';

/** One due instant of a schedule, recorded, and the task that it sends. */
export interface Occurrence {
  readonly scheduleId: string;
  readonly dueAt: Date;
  readonly taskId: string;
  readonly taskName: string;
  readonly args: readonly unknown[];
  readonly kwargs: Kwargs;
  /** When jitter wants the task to run; null for at once. */
  readonly sendAt: Date | null;
  readonly priority: number | null;
  /** When it is too late to run it. */
  readonly expires: Date | null;
}
