import type { MisfirePolicy } from '@celerity/contracts';
import type { Calendar } from './calendar.js';

/** What to fire now, and when to come again. */
export interface DuePlan {
  readonly fire: readonly Date[];
  /** Null: never again. */
  readonly next: Date | null;
  /** How many instants were passed over; counted up to a thousand. */
  readonly missed: number;
}

export interface Misfire {
  readonly policy: MisfirePolicy;
  /** For `fire_all`. */
  readonly max: number;
}

/** Up to this age an instant is late and fires; beyond it, it was missed. */
export const LATE_MS = 60_000;

const MOST_COUNTED = 1_000;
const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;
/** Looking back step by step keeps the search short, for a schedule of every second as for a yearly one. */
const LOOK_BACK_MS = [HOUR_MS / 3, HOUR_MS, DAY_MS, 32 * DAY_MS, 367 * DAY_MS];

/**
 * What is due since `firstDue`, which is not after `now`. Every instant of the last minute fires, whatever the
 * policy, as a change of leader must lose none. Of those that were missed, `skip` fires none, `fire_all` up to
 * `max` of the latest, and `fire_once` the latest one, unless something fires anyway.
 */
export function dueInstants(calendar: Calendar, firstDue: Date, now: Date, misfire: Misfire): DuePlan {
  const lateSince = new Date(now.getTime() - LATE_MS);
  const next = calendar.after(now);
  if (firstDue >= lateSince) return { fire: between(calendar, firstDue, now), next, missed: 0 };
  const late = between(calendar, calendar.after(justBefore(lateSince)), now);
  const wanted = wantedOf(misfire, late.length);
  const made = latest(calendar, firstDue, justBefore(lateSince), wanted);
  const missed = between(calendar, firstDue, justBefore(lateSince), MOST_COUNTED + made.length);
  return { fire: [...made, ...late], next, missed: missed.length - made.length };
}

function wantedOf({ policy, max }: Misfire, late: number): number {
  if (policy === 'fire_all') return max;
  return policy === 'fire_once' && late === 0 ? 1 : 0;
}

/** The last `count` instants from `firstDue` to `until`. */
function latest(calendar: Calendar, firstDue: Date, until: Date, count: number): Date[] {
  if (count === 0) return [];
  for (const age of LOOK_BACK_MS) {
    const since = until.getTime() - age;
    if (since <= firstDue.getTime()) break;
    const found = between(calendar, calendar.after(new Date(since)), until);
    if (found.length >= count) return found.slice(-count);
  }
  return between(calendar, firstDue, until).slice(-count);
}

function between(calendar: Calendar, first: Date | null, until: Date, most = Infinity): Date[] {
  const instants: Date[] = [];
  for (let at = first; at && at <= until && instants.length < most; at = calendar.after(at))
    instants.push(at);
  return instants;
}

function justBefore(instant: Date): Date {
  return new Date(instant.getTime() - 1);
}
