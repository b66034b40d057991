import type { Calendar } from './calendar.js';

/** A calendar from one instant to another, both included. */
export class Bounded implements Calendar {
  constructor(
    private readonly calendar: Calendar,
    private readonly from: Date | null,
    private readonly to: Date | null,
  ) {}

  after(instant: Date): Date | null {
    const next = this.calendar.after(this.from && instant < this.from ? justBefore(this.from) : instant);
    return next && this.to && next > this.to ? null : next;
  }
}

function justBefore(instant: Date): Date {
  return new Date(instant.getTime() - 1);
}
