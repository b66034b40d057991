import { Logger } from '@nestjs/common';
import type { SchedulerRegistry } from '@nestjs/schedule';
import { describeError } from '@celerity/service';

/** Does what is due and says in how many milliseconds to come again. */
export type Pass = () => Promise<number>;

/** Wait after a pass that failed. */
const RETRY_MS = 500;
/** Longest sleep: what another process changed in the database is seen after it. */
const LONGEST_SLEEP_MS = 1_000;

/**
 * Runs one pass after another, asleep in between for as long as the pass said, or less when woken. How long
 * is always the database's answer and only slept by this machine's clock, so the two need not agree.
 */
export class PacedLoop {
  private readonly logger: Logger;
  private running = false;
  private failing = false;
  private current: Promise<void> | null = null;
  /** Earliest wake-up asked for, on the monotonic clock. */
  private wakeAt = Infinity;

  constructor(
    private readonly scheduler: SchedulerRegistry,
    private readonly name: string,
    private readonly pass: Pass,
  ) {
    this.logger = new Logger(name);
  }

  start(): void {
    if (this.running) return;
    this.running = true;
    this.wakeAt = Infinity;
    this.wakeIn(0);
  }

  /** No new pass begins; resolves when the present one has ended. */
  async stop(): Promise<void> {
    this.running = false;
    this.cancelSleep();
    await this.current;
  }

  /** Makes the next pass begin in so many milliseconds, unless it does so earlier anyway. */
  wakeIn(ms: number): void {
    const at = performance.now() + Math.max(0, ms);
    if (at >= this.wakeAt) return;
    this.wakeAt = at;
    if (!this.current) this.sleep();
  }

  private sleep(): void {
    if (!this.running) return;
    this.cancelSleep();
    const ms = Math.ceil(this.wakeAt - performance.now());
    const timeout = setTimeout(() => this.begin(), Math.max(0, ms));
    this.scheduler.addTimeout(this.name, timeout);
  }

  private cancelSleep(): void {
    if (this.scheduler.doesExist('timeout', this.name)) this.scheduler.deleteTimeout(this.name);
  }

  private begin(): void {
    this.cancelSleep();
    this.wakeAt = Infinity;
    this.current = this.attempt().then((ms) => {
      this.current = null;
      this.wakeAt = Math.min(this.wakeAt, performance.now() + Math.min(ms, LONGEST_SLEEP_MS));
      this.sleep();
    });
  }

  private async attempt(): Promise<number> {
    try {
      const next = await this.pass();
      this.failing = false;
      return next;
    } catch (error) {
      // One line an outage, not one a try.
      if (!this.failing) this.logger.warn(`a pass failed and is repeated: ${describeError(error)}`);
      this.failing = true;
      return RETRY_MS;
    }
  }
}
