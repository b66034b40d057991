import type { Calendar } from './calendar.js';

/** One instant. */
export class OneOff implements Calendar {
  constructor(private readonly at: Date) {}

  after(instant: Date): Date | null {
    return instant < this.at ? this.at : null;
  }
}
