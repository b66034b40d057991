/** A start that cannot succeed, told in one line: what is wrong, and what to do about it. */
export class StartupError extends Error {
  override readonly name = 'StartupError';

  constructor(
    problem: string,
    readonly remedy: string,
    options?: ErrorOptions,
  ) {
    super(`${problem}: ${remedy}`, options);
  }
}
