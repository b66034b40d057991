import { setTimeout as delay } from 'node:timers/promises';
import type { LeaderLeaseOptions } from './leader-lease.js';

/** What a leader does for as long as its term lasts. */
export interface LeadersWork {
  begin(): void;
  /** Works until the signal aborts; then finishes what it is in. Must not reject. */
  run(term: number, signal: AbortSignal): Promise<void>;
  end(): void;
}

/** Longest wait for the last step of a term that is over; whatever it still writes, the fence refuses. */
const FINISH_MS = 10_000;

/** The two ends of a lease for work that runs beside it. */
export function leadersWork({
  begin,
  run,
  end,
}: LeadersWork): Pick<LeaderLeaseOptions<unknown>, 'onElected' | 'onDeposed'> {
  let running: Promise<void> = Promise.resolve();
  return {
    onElected: (term, signal) => {
      begin();
      running = run(term, signal);
    },
    onDeposed: async () => {
      const abandon = new AbortController();
      await Promise.race([
        running,
        delay(FINISH_MS, undefined, { signal: abandon.signal }).catch(() => undefined),
      ]);
      abandon.abort();
      end();
    },
  };
}
