import { FairTurns } from './fair-turns.js';
import type { SlotShare } from './slot-shares.js';

/** Those of one group that wait for a slot. */
interface Group {
  readonly turns: FairTurns;
  readonly lines: Map<string, (() => void)[]>;
}

/**
 * A fixed number of places for running handlers. Who finds none waits in the line of its queue; a place that
 * falls free goes to a group, groups alike, and within it to a queue by weight.
 */
export class Slots {
  private free: number;
  private readonly groupTurns = new FairTurns();
  private readonly groups = new Map<string, Group>();

  constructor(
    readonly size: number,
    /** By queue; a queue that is not named here is a group of its own. */
    private readonly shares: ReadonlyMap<string, SlotShare> = new Map(),
  ) {
    this.free = size;
  }

  get busy(): number {
    return this.size - this.free;
  }

  /** Runs `work`, which came from `queue`, in a slot and frees it when the work ends, well or badly. */
  async run<T>(queue: string, work: () => Promise<T>): Promise<T> {
    const { group, weight } = this.shares.get(queue) ?? { group: queue, weight: 1 };
    await new Promise<void>((begin) => {
      this.lineUp(group, queue, weight, begin);
      this.fill();
    });
    try {
      return await work();
    } finally {
      this.groupTurns.end(group);
      this.groups.get(group)?.turns.end(queue);
      this.free += 1;
      this.fill();
    }
  }

  private lineUp(name: string, queue: string, weight: number, begin: () => void): void {
    const group = this.groups.get(name) ?? { turns: new FairTurns(), lines: new Map() };
    this.groups.set(name, group);
    const line = group.lines.get(queue) ?? [];
    group.lines.set(queue, line);
    line.push(begin);
    group.turns.join(queue, weight);
    this.groupTurns.join(name, 1);
  }

  private fill(): void {
    while (this.free > 0) {
      const name = this.groupTurns.next(this.size);
      const group = name === null ? undefined : this.groups.get(name);
      if (name === null || !group) return;
      this.free -= 1;
      const queue = group.turns.next(this.groupTurns.running(name));
      if (queue !== null) group.lines.get(queue)?.shift()?.();
    }
  }
}
