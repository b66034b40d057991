import { Injectable } from '@nestjs/common';
import { WorkerShuttingDown } from './attempt-errors.js';

/** The attempts that this worker is busy with, from delivery to settlement; what shutdown waits for. */
@Injectable()
export class RunningAttempts {
  private readonly controllers = new Set<AbortController>();
  private readonly unsettled = new Set<Promise<void>>();
  private stopping = false;

  /** True from the moment at which no new attempt may begin. */
  get closed(): boolean {
    return this.stopping;
  }

  get running(): number {
    return this.controllers.size;
  }

  /** Counts the work on a delivery as unsettled until it ends. */
  track(work: Promise<void>): void {
    this.unsettled.add(work);
    void work.finally(() => this.unsettled.delete(work));
  }

  /** Gives `work` a controller whose signal shutdown aborts. */
  async withController<T>(work: (controller: AbortController) => Promise<T>): Promise<T> {
    const controller = new AbortController();
    this.controllers.add(controller);
    try {
      return await work(controller);
    } finally {
      this.controllers.delete(controller);
    }
  }

  /** Waits for what runs, at most `graceMs`; then aborts the rest and waits for them to notice, a second at most. */
  async drain(graceMs: number): Promise<void> {
    this.stopping = true;
    if (await this.settledWithin(graceMs)) return;
    for (const controller of this.controllers) controller.abort(new WorkerShuttingDown());
    await this.settledWithin(1_000);
  }

  private async settledWithin(ms: number): Promise<boolean> {
    let timer: NodeJS.Timeout | undefined;
    const late = new Promise<false>((resolve) => (timer = setTimeout(() => resolve(false), ms)));
    const settled = Promise.allSettled([...this.unsettled]).then(() => true as const);
    const result = await Promise.race([settled, late]);
    clearTimeout(timer);
    return result;
  }
}
