import type { Expectations } from '../checker/expectations.ts';
import type { BrokerCluster } from '../system/broker-cluster.ts';
import type { Random } from '../system/random.ts';
import type { Submission } from '../system/ledger.ts';
import type { System, SystemOptions } from '../system/system.ts';

/** What a row's fault is done with. */
export interface RowRun {
  readonly random: Random;
  readonly expectations: Expectations;
  /** Starts the row's system; once. */
  start(options?: SystemOptions): Promise<System>;
  /** The same on a broker of three nodes. */
  startOnCluster(options?: SystemOptions): Promise<{ system: System; cluster: BrokerCluster }>;
  /** A requirement that only this row knows; what does not hold fails it. */
  expect(holds: boolean, what: string): void;
  /** A number for the table. */
  measure(name: string, value: number | string): void;
  /** The fault is over: recovery is measured from here. */
  healed(): void;
  /** A mixed load of chaos tasks, all three effects in it. */
  load(count: number, options?: LoadOptions): Promise<Submission[]>;
}

export interface LoadOptions {
  readonly ms?: readonly [least: number, most: number];
  readonly failures?: number;
  readonly atOnce?: number;
  readonly paceMs?: number;
  readonly until?: AbortSignal;
}

/** One way of breaking the system, and what must hold afterwards. */
export interface Row {
  readonly id: string;
  readonly title: string;
  /** Part of `--ci`. */
  readonly starred: boolean;
  /** The promises of docs/guarantees.md that it is about. */
  readonly promises: string;
  run(row: RowRun): Promise<void>;
}
