interface Claimant {
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
    const claimant = this.claimants.get(key) ?? { weight, waiting: 0, running: 0, taken: 0 };
    this.claimants.set(key, claimant);
    if (claimant.waiting === 0) claimant.taken = Math.max(claimant.taken, this.served);
    claimant.waiting += 1;
  }

  /** Whose turn it is, of `places` there are to share; it now runs. Null when nobody waits. */
  next(places: number): string | null {
    const active = [...this.claimants].filter(([, { waiting, running }]) => waiting + running > 0);
    const total = active.reduce((sum, [, { weight }]) => sum + weight, 0);
    const waiting = active.filter(([, claimant]) => claimant.waiting > 0);
    const below = waiting.filter(
      ([, { running, weight }]) => running < Math.max(1, (places * weight) / total),
    );
    const [key, claimant] = leastTaken(below.length > 0 ? below : waiting) ?? [];
    if (key === undefined || !claimant) return null;
    this.served = claimant.taken;
    claimant.taken += 1 / claimant.weight;
    claimant.waiting -= 1;
    claimant.running += 1;
    return key;
  }

  /** One of `key` that ran has ended. */
  end(key: string): void {
    const claimant = this.claimants.get(key);
    if (claimant) claimant.running -= 1;
  }

  running(key: string): number {
    return this.claimants.get(key)?.running ?? 0;
  }
}

function leastTaken(claimants: readonly [string, Claimant][]): [string, Claimant] | undefined {
  return claimants.reduce<[string, Claimant] | undefined>(
    (least, one) => (least && least[1].taken <= one[1].taken ? least : one),
    undefined,
  );
}
