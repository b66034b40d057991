import type { Family } from '@celerity/contracts';

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
    /** How often the worker says that it is alive. */
    readonly heartbeatMs: number = 5_000,
  ) {}
}
