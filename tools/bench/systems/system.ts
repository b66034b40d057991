import type { ServiceName } from '../ground/ground.ts';

/** A program and its arguments. */
export interface Command {
  readonly command: string;
  readonly args: readonly string[];
}

/** A task system to be measured. Its environment names the services, a prefix, and a database of its own. */
export interface System {
  readonly name: string;
  /** What it stands on; their CPU time counts as its own. */
  readonly services: readonly ServiceName[];
  /** Speaks as `agents/serve.ts` does. */
  readonly producer: Command;
  readonly worker: Command;
  /** What else it needs to run and to record. */
  readonly others: readonly Command[];
  /** What its producer can do beside `submit`, `stored` and `clean`. */
  readonly can: readonly ('batch' | 'delayed' | 'latency')[];
}
