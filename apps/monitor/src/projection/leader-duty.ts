/** Work that only the projecting replica does, beside projecting. */
export interface LeaderDuty {
  /** Works until the signal aborts; then finishes what it is in. Must not reject. */
  run(term: number, signal: AbortSignal): Promise<void>;
}

/** Injection token of all of them. */
export const LEADER_DUTIES = Symbol('leader duties');
