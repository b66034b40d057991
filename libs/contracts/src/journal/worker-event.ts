/** What a worker says of itself every few seconds, and once more when it goes. */
export type WorkerEvent = WorkerBeat | WorkerStopped;

interface OfWorker {
  /** The name under which the worker writes its attempts; new at each start of a process. */
  readonly worker_id: string;
  /** Counts the worker's own events: of two the one with the higher number is the later, whatever the clocks say. */
  readonly seq: number;
  /** ISO 8601 UTC, the worker's clock. */
  readonly at: string;
  readonly hostname: string;
  readonly pid: number;
  /** Short names of the queues that it consumes. */
  readonly queues: readonly string[];
  /** Deliveries that it holds, by queue. */
  readonly unacked: Readonly<Record<string, number>>;
  readonly concurrency: number;
  /** Handlers running now. */
  readonly active: number;
  /** Deliveries settled since it started. */
  readonly processed: number;
  readonly uptime_s: number;
  readonly rss_bytes: number;
  /** Longest time since the last event for which its event loop did not turn, in milliseconds. */
  readonly event_loop_lag_ms: number;
  readonly version: string;
  /** Time until the next event, in milliseconds: how long its silence means nothing. */
  readonly interval_ms: number;
}

export interface WorkerBeat extends OfWorker {
  readonly type: 'worker_beat';
  /** It takes no new work and finishes what it has. */
  readonly stopping: boolean;
}

/** The goodbye of a worker that has finished. */
export interface WorkerStopped extends OfWorker {
  readonly type: 'worker_stopped';
}
