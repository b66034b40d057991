import { IANAZone } from 'luxon';
import { InvalidSchedule } from './invalid-schedule.js';

/**
 * A local date and time, as the milliseconds that it would be in UTC. Calendar arithmetic is done on these,
 * where every day has 24 hours; what daylight saving makes of them is decided here alone.
 */
export type WallTime = number;

/** No zone moves its clocks by more, or twice within it. */
const NEAR_MS = 3 * 3_600_000;
const DAY_MS = 24 * 3_600_000;

/** The clocks of one time zone. Instants are milliseconds since the epoch. */
export class WallClock {
  private readonly zone: IANAZone;

  /** @throws InvalidSchedule when there is no such zone. */
  constructor(name: string) {
    this.zone = IANAZone.create(name);
    if (!this.zone.isValid) throw new InvalidSchedule(`"${name}" is not an IANA time zone`);
  }

  /** What the clocks show. */
  at(instant: number): WallTime {
    return instant + this.offset(instant);
  }

  /** The latest time that the clocks have shown up to now: they may have been put back since. */
  latestShown(instant: number): WallTime {
    const before = instant - NEAR_MS;
    if (this.offset(before) <= this.offset(instant)) return this.at(instant);
    const change = this.changeBetween(before, instant);
    return Math.max(this.at(instant), change + this.offset(before) - 1);
  }

  /** When the clocks first show it; for a time that they skip, the instant at which they skip it. */
  firstShown(wall: WallTime): number {
    const before = this.offset(wall - DAY_MS);
    const after = this.offset(wall + DAY_MS);
    const early = wall - before;
    if (this.at(early) === wall) return early;
    const late = wall - after;
    if (this.at(late) === wall) return late;
    return this.changeBetween(late, early);
  }

  /** The first instant, soon after the given one and up to `until`, at which the clocks are moved; or null. */
  nextChange(instant: number, until: number): number | null {
    const end = Math.min(until, instant + NEAR_MS);
    return this.offset(instant) === this.offset(end) ? null : this.changeBetween(instant, end);
  }

  private offset(instant: number): number {
    return this.zone.offset(instant) * 60_000;
  }

  /** Bisects for the first instant with another offset than `from` has. */
  private changeBetween(from: number, until: number): number {
    const before = this.offset(from);
    let same = from;
    let other = until;
    while (other - same > 1) {
      const middle = Math.floor((same + other) / 2);
      if (this.offset(middle) === before) same = middle;
      else other = middle;
    }
    return other;
  }
}
