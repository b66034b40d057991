import type { Unshared } from './window-counts.js';

/** Where the replicas tell each other what they counted. */
export interface CountStore {
  /** Adds these counts, and returns the sums over all replicas by key. Rejects while the store is away. */
  exchange(told: readonly Unshared[]): Promise<ReadonlyMap<string, number>>;

  /** Forgets what was counted before this window. */
  prune(oldest: number): Promise<void>;
}

/** Injection token of the store. */
export const COUNT_STORE = Symbol('CountStore');
