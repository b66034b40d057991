/** The instants of a schedule, in order. What comes after an instant never depends on when it is asked. */
export interface Calendar {
  /** The first instant after the given one; null when there is none. */
  after(instant: Date): Date | null;
}
