import { Injectable } from '@nestjs/common';
import { WorkerShuttingDown } from './attempt-errors.js';
import type { Cancellation } from './cancellation.js';

/** The attempts that this worker is busy with, from delivery to settlement; what shutdown waits for. */
@Injectable()
export class RunningAttempts {
  /** Of those whose handler runs. */
  private readonly cancellations = new Set<Cancellation>();
  private readonly unsettled = new Set<Promise<void>>();
  private stopping = false;

  /** True from the moment at which no new attempt may begin. */
  get closed(): boolean {
    return this.stopping;
  }

  get running(): number {
    return this.cancellations.size;
  }

  /** Counts the work on a delivery as unsettled until it ends. */
  track(work: Promise<void>): void {
    this.unsettled.add(work);
    const forget = () => this.unsettled.delete(work);
    work.then(forget, forget);
  }

  /** Its handler runs now, and is cancelled by a shutdown, until it has ended. */
  begin(cancellation: Cancellation): void {
    this.cancellations.add(cancellation);
  }

  end(cancellation: Cancellation): void {
    this.cancellations.delete(cancellation);
  }

  /** Waits for what runs, at most `graceMs`; then aborts the rest and waits for them to notice, a second at most. */
  async drain(graceMs: number): Promise<void> {
    this.stopping = true;
    if (await this.settledWithin(graceMs)) return;
    for (const cancellation of this.cancellations) cancellation.abort(new WorkerShuttingDown());
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
