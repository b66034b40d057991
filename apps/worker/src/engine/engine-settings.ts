import type { Family } from '@celerity/contracts';
import type { ThreadSettings } from './threads/thread-settings.js';

/**
 * Deliveries beyond the slots, so that a slot never waits for the broker while outcomes are being committed: two for
 * each slot, since short tasks then share commits and acks, but what is held here no other worker can take.
 */
const COMMIT_WINDOW = { perSlot: 2, least: 32 } as const;

/** What the engine must be told. Times are in milliseconds. */
export class EngineSettings {
  constructor(
    /** Families whose queues this worker consumes. */
    readonly families: readonly Family[],
    /** Handlers that run at the same time. */
    readonly concurrency: number,
    /** How long a shutdown waits for running handlers. */
    readonly graceMs: number,
    /** How long the broker waits for an ack before it takes a consumer for dead. */
    readonly consumerTimeoutMs: number,
    /** Where attempts of tasks with `isolation: 'thread'` run. */
    readonly threads: ThreadSettings,
    /** How often the worker says that it is alive. */
    readonly heartbeatMs: number = 5_000,
  ) {}

  /** Most deliveries of one queue that are held at a time. */
  get prefetch(): number {
    return this.concurrency + Math.max(COMMIT_WINDOW.least, COMMIT_WINDOW.perSlot * this.concurrency);
  }

  /** Most of them that may wait to hear whether they may run. */
  get mostWaiting(): number {
    return Math.floor(this.prefetch / 2);
  }
}
