import { Injectable } from '@nestjs/common';
import type { Cancellation } from '../engine/attempt/cancellation.js';

/** The tasks whose attempt has begun here and whose outcome is not written yet: what a revocation asks about. */
@Injectable()
export class BegunTasks {
  /** By task, more than one where an attempt begins while the outcome of another is being written. */
  private readonly begun = new Map<string, readonly Cancellation[]>();

  has(taskId: string): boolean {
    return this.begun.has(taskId);
  }

  begin(taskId: string, cancellation: Cancellation): void {
    const others = this.begun.get(taskId);
    this.begun.set(taskId, others ? [...others, cancellation] : [cancellation]);
  }

  /** Its outcome is written, or never will be by this process. */
  end(taskId: string, cancellation: Cancellation): void {
    const others = this.begun.get(taskId)?.filter((one) => one !== cancellation) ?? [];
    if (others.length > 0) this.begun.set(taskId, others);
    else this.begun.delete(taskId);
  }

  abort(taskId: string, reason: Error): void {
    for (const cancellation of this.begun.get(taskId) ?? []) cancellation.abort(reason);
  }
}
