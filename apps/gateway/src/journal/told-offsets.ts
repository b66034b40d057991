import { Injectable } from '@nestjs/common';

/** Most tasks remembered: the projection has caught up with the others long ago. */
const MOST_TASKS = 10_000;

/**
 * How far in the journal this gateway has told callers about tasks, having read it ahead of the projection: a view
 * that is older than that must not be shown to them afterwards.
 */
@Injectable()
export class ToldOffsets {
  private readonly offsets = new Map<string, number>();

  /** Somebody is told of an event in the batch with this offset. */
  tell(taskId: string, offset: number): void {
    const before = this.offsets.get(taskId) ?? -1;
    this.offsets.delete(taskId);
    this.offsets.set(taskId, Math.max(before, offset));
    if (this.offsets.size <= MOST_TASKS) return;
    for (const oldest of this.offsets.keys()) {
      this.offsets.delete(oldest);
      return;
    }
  }

  /** True when more was told of the task than a view knows that is projected up to (not with) this offset. */
  isNewer(taskId: string, projectedOffset: number): boolean {
    const told = this.offsets.get(taskId);
    return told !== undefined && told >= projectedOffset;
  }
}
