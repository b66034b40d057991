/** Something that cannot be done, which was found out here; its message is meant for the user. */
export class Refusal extends Error {
  override readonly name = 'Refusal';

  constructor(
    message: string,
    /** What to do. */
    readonly hints: readonly string[] = [],
  ) {
    super(message);
  }
}
