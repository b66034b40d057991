import type { Calendar } from './calendar.js';

/** Every so many milliseconds of elapsed time, counted from a fixed instant, so that nothing drifts. */
export class Interval implements Calendar {
  constructor(
    private readonly everyMs: number,
    private readonly anchor: Date,
  ) {}

  /** The anchor itself is no instant unless it is asked for from before: what is made now fires one interval later. */
  after(instant: Date): Date {
    const elapsed = instant.getTime() - this.anchor.getTime();
    if (elapsed < 0) return this.anchor;
    return new Date(this.anchor.getTime() + (Math.floor(elapsed / this.everyMs) + 1) * this.everyMs);
  }
}
