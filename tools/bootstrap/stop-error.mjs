/** Ends the set-up with one line that says what is wrong and one that says what to do. */
export class StopError extends Error {
  constructor(message, remedy, exitCode = 1) {
    super(message);
    this.remedy = remedy;
    this.exitCode = exitCode;
  }
}
