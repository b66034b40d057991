import type { ReadingClient } from './reading-client.ts';

/** What readers were told of the tasks that were accepted. */
export interface ToldEnds {
  /** Pairs of a reader and an accepted task whose end it was not told. */
  readonly missed: number;
  /** Times that a reader was told of an end once more. */
  readonly repeated: number;
  /** Tasks that ended although nobody knows that they were accepted: those whose outcome was unknown. */
  readonly surplus: number;
}

/** Compares by task, so that an event too many of one cannot hide the lost event of another. */
export function toldEnds(readers: readonly ReadingClient[], accepted: readonly string[]): ToldEnds {
  const known = new Set(accepted);
  const others = new Set<string>();
  let [missed, repeated] = [0, 0];
  for (const { ends } of readers) {
    for (const id of known) if (!ends.has(id)) missed += 1;
    for (const [id, times] of ends) {
      repeated += times - 1;
      if (!known.has(id)) others.add(id);
    }
  }
  return { missed, repeated, surplus: others.size };
}
