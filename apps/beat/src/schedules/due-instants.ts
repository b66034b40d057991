import type { Recurrence } from './recurrence.js';

/** What to fire now, and when to come again. */
export interface DuePlan {
  readonly fire: readonly Date[];
  readonly next: Date;
  /** Instants older than those fired were passed over. */
  readonly missed: boolean;
}

/** Up to this age an instant is late and fires; beyond it, it was missed. */
export const LATE_MS = 60_000;

const HOUR_MS = 3_600_000;
/** Looking back step by step keeps the search short, for a schedule of every second as for a yearly one. */
const LOOK_BACK_MS = [LATE_MS, HOUR_MS, 24 * HOUR_MS, 32 * 24 * HOUR_MS, 367 * 24 * HOUR_MS];

/**
 * What is due since `firstDue`, which is not after `now`. The misfire policy is "fire once": after an outage
 * every instant of the last minute fires, as a change of leader must lose none; when there is none, the most
 * recent one does. Older ones are passed over and leave no row.
 */
export function dueInstants(recurrence: Recurrence, firstDue: Date, now: Date): DuePlan {
  const fire = mostRecent(recurrence, firstDue, now);
  return {
    fire,
    next: recurrence.after(now),
    missed: fire[0]?.getTime() !== firstDue.getTime(),
  };
}

function mostRecent(recurrence: Recurrence, firstDue: Date, now: Date): Date[] {
  for (const age of LOOK_BACK_MS) {
    const since = now.getTime() - age;
    if (since <= firstDue.getTime()) break;
    const found = instantsFrom(recurrence, recurrence.after(new Date(since)), now);
    if (found.length > 0) return age === LATE_MS ? found : found.slice(-1);
  }
  const all = instantsFrom(recurrence, firstDue, now);
  const late = all.filter((instant) => now.getTime() - instant.getTime() <= LATE_MS);
  return late.length > 0 ? late : all.slice(-1);
}

function instantsFrom(recurrence: Recurrence, first: Date, until: Date): Date[] {
  const instants: Date[] = [];
  for (let at = first; at <= until; at = recurrence.after(at)) instants.push(at);
  return instants;
}
