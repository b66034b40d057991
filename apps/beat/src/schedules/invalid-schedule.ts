/** A schedule that can never fire as it is written. */
export class InvalidSchedule extends Error {
  override readonly name = 'InvalidSchedule';

  /** `reason` is what is wrong; the message says of what as well. */
  constructor(
    message: string,
    readonly reason = message,
  ) {
    super(message);
  }
}
