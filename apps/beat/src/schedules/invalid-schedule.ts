/** A schedule that can never fire as it is written. */
export class InvalidSchedule extends Error {
  override readonly name = 'InvalidSchedule';
}
