import { Injectable } from '@nestjs/common';

/** The tasks whose attempt has begun here and whose outcome is not written yet: what a revocation asks about. */
@Injectable()
export class BegunTasks {
  private readonly begun = new Map<string, number>();
  private readonly controllers = new Map<string, Set<AbortController>>();

  has(taskId: string): boolean {
    return this.begun.has(taskId);
  }

  begin(taskId: string): void {
    this.begun.set(taskId, (this.begun.get(taskId) ?? 0) + 1);
  }

  /** Its outcome is written, or never will be by this process. */
  end(taskId: string): void {
    const others = (this.begun.get(taskId) ?? 1) - 1;
    if (others > 0) this.begun.set(taskId, others);
    else this.begun.delete(taskId);
  }

  /** Lets `work` be aborted for as long as it goes on. */
  async abortable<T>(taskId: string, controller: AbortController, work: () => Promise<T>): Promise<T> {
    const controllers = this.controllers.get(taskId) ?? new Set();
    this.controllers.set(taskId, controllers.add(controller));
    try {
      return await work();
    } finally {
      controllers.delete(controller);
      if (controllers.size === 0) this.controllers.delete(taskId);
    }
  }

  abort(taskId: string, reason: Error): void {
    for (const controller of this.controllers.get(taskId) ?? []) controller.abort(reason);
  }
}
