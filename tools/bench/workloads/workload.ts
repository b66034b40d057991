import type { Log } from '@celerity/tools/local/log.ts';
import type { Ground } from '../ground/ground.ts';
import type { Figures } from '../measure/rounds.ts';
import type { Check } from '../report/check.ts';

/** What a workload is run with. */
export interface Bench {
  readonly ground: Ground;
  readonly log: Log;
  readonly signal: AbortSignal;
  readonly rounds: number;
  /** Smaller sizes, for less than fifteen minutes in all. */
  readonly quick: boolean;
  /** Divides the sizes further, to try the benchmark itself; its numbers mean nothing. */
  readonly shrink: number;
  readonly hasCelery: boolean;
  /** How long a workload goes on whose length is time. */
  readonly minutes: number;
}

/** What came out: medians by system, and what is held against the targets. */
export interface Measured {
  readonly figures: Readonly<Record<string, Figures>>;
  readonly checks: readonly Check[];
}

export interface Workload {
  readonly id: string;
  readonly title: string;
  /** Beside the table of targets: run only when asked for. */
  readonly onlyWhenNamed?: boolean;
  run(bench: Bench): Promise<Measured>;
}

/** A size: the full one, the quick one, both divided when the benchmark itself is tried. */
export function sized({ quick, shrink }: Bench, full: number, forQuick: number): number {
  return Math.max(100, Math.round((quick ? forQuick : full) / shrink));
}
