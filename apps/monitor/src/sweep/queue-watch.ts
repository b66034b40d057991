import { FAMILIES, type Family } from '@celerity/contracts';
import type { QueueDepth } from '../metrics/queue-depths.js';

/** Pseudo family of the queue in which delayed tasks wait to be taken in. */
export const TIMERS = 'timers';

type Watched = Family | typeof TIMERS;

/** Remembers since when queues have been empty at every look. */
export class QueueWatch {
  private readonly quietSince = new Map<Watched, number>();
  private missing: ReadonlySet<string> = new Set();

  constructor(private readonly labels: readonly string[]) {}

  /**
   * One look: what the broker says of the queues, and whether deliveries of a family may be in a worker's hands,
   * where the broker's count does not show them. Times are of a monotonic clock, in milliseconds.
   */
  look(depths: readonly QueueDepth[], mayBeHeld: (family: Family) => boolean, now: number): void {
    for (const family of FAMILIES) this.note(family, this.isEmpty(depths, family) && !mayBeHeld(family), now);
    // Nobody taking timers in means that beat is away: what it has in its table may be late, not lost.
    const timers = depths.find(({ queue }) => queue === TIMERS);
    this.note(TIMERS, timers?.ready === 0 && timers.consumers > 0, now);
  }

  /** Whether it was empty at each look for so long. */
  isQuiet(watched: Watched, forMs: number, now: number): boolean {
    const since = this.quietSince.get(watched);
    return since !== undefined && now - since >= forMs;
  }

  /** Queues that are not there, now and at the look before, although the broker answers. */
  missingTwice(depths: readonly QueueDepth[]): string[] {
    const there = new Set(depths.map(({ queue }) => queue));
    const missing = depths.length === 0 ? [] : this.labels.filter((label) => !there.has(label));
    const twice = missing.filter((label) => this.missing.has(label));
    this.missing = new Set(missing);
    return twice;
  }

  /** All its lanes, and its quarantine: `email`, `email.high`, … One that cannot be asked about is not empty. */
  private isEmpty(depths: readonly QueueDepth[], family: Family): boolean {
    const labels = this.labels.filter((label) => label === family || label.startsWith(`${family}.`));
    return labels.every((label) => depths.some(({ queue, ready }) => queue === label && ready === 0));
  }

  private note(watched: Watched, quiet: boolean, now: number): void {
    if (!quiet) this.quietSince.delete(watched);
    else if (!this.quietSince.has(watched)) this.quietSince.set(watched, now);
  }
}
