interface Claimant {
  readonly key: string;
  readonly weight: number;
  waiting: number;
  running: number;
  /** Turns taken, over the weight: who has the least is next. */
  taken: number;
}

/**
 * Decides whose turn it is, by weight. Who already holds its share of the places is passed over while another
 * waits that does not, so that long work of one cannot fill every place; among the rest turns go round by weight
 * (start-time fair queueing). Nobody who waits is passed over for ever.
 */
export class FairTurns {
  private readonly claimants = new Map<string, Claimant>();
  /** Turns that the last one served had taken: a newcomer begins here, with no claim for its absence. */
  private served = 0;

  /** One more of `key` waits. */
  join(key: string, weight: number): void {
    const claimant = this.claimants.get(key) ?? { key, weight, waiting: 0, running: 0, taken: 0 };
    this.claimants.set(key, claimant);
    if (claimant.waiting === 0) claimant.taken = Math.max(claimant.taken, this.served);
    claimant.waiting += 1;
  }

  /** Whose turn it is, of `places` there are to share; it now runs. Null when nobody waits. */
  next(places: number): string | null {
    let total = 0;
    for (const { waiting, running, weight } of this.claimants.values())
      if (waiting + running > 0) total += weight;
    const isBelow = ({ running, weight }: Claimant) => running < Math.max(1, (places * weight) / total);
    const next = this.leastTaken(isBelow) ?? this.leastTaken(() => true);
    if (!next) return null;
    this.served = next.taken;
    next.taken += 1 / next.weight;
    next.waiting -= 1;
    next.running += 1;
    return next.key;
  }

  /** One of `key` that ran has ended. */
  end(key: string): void {
    const claimant = this.claimants.get(key);
    if (claimant) claimant.running -= 1;
  }

  running(key: string): number {
    return this.claimants.get(key)?.running ?? 0;
  }

  /** Of those who wait and may be next, the one with the fewest turns; each task asks, so nothing is copied. */
  private leastTaken(mayBeNext: (claimant: Claimant) => boolean): Claimant | null {
    let least: Claimant | null = null;
    for (const claimant of this.claimants.values()) {
      if (claimant.waiting === 0 || !mayBeNext(claimant)) continue;
      if (least === null || claimant.taken < least.taken) least = claimant;
    }
    return least;
  }
}
