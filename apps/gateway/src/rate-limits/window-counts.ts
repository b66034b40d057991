/** Most keys counted at a time; beyond it the one not seen for longest is forgotten. */
const MOST_KEYS = 20_000;

interface Count {
  window: number;
  /** As the store said last: of all replicas. */
  shared: number;
  /** Counted here since. */
  unshared: number;
}

/** How many were counted here and not told to the store yet. */
export interface Unshared {
  readonly key: string;
  readonly window: number;
  readonly count: number;
}

/** Counts by key in windows of a minute, in memory: what this replica counted and what it heard of the others. */
export class WindowCounts {
  private readonly counts = new Map<string, Count>();

  /** Counts one more, and returns how many there were in this window. */
  add(key: string, window: number): number {
    const count = this.current(key, window);
    count.unshared += 1;
    return count.shared + count.unshared;
  }

  /** What the store does not know, the most first. */
  unshared(window: number, most: number): Unshared[] {
    return [...this.counts]
      .filter(([, count]) => count.window === window && count.unshared > 0)
      .map(([key, { unshared }]) => ({ key, window, count: unshared }))
      .sort((a, b) => b.count - a.count)
      .slice(0, most);
  }

  /** The store has added what it was told, and says the sum. */
  shared({ key, window, count }: Unshared, total: number): void {
    const known = this.counts.get(key);
    if (known?.window !== window) return;
    known.shared = total;
    known.unshared -= count;
  }

  private current(key: string, window: number): Count {
    const known = this.counts.get(key);
    if (known) {
      if (known.window !== window) Object.assign(known, { window, shared: 0, unshared: 0 });
      return known;
    }
    const [oldest] = this.counts.size >= MOST_KEYS ? this.counts.keys() : [];
    if (oldest !== undefined) this.counts.delete(oldest);
    const count = { window, shared: 0, unshared: 0 };
    this.counts.set(key, count);
    return count;
  }
}
