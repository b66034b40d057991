/** Why there was no answer: nobody there, none in time, or somebody who is not Celerity. */
export type UnreachableReason = 'network' | 'timeout' | 'not-celerity';

/** The gateway did not answer. Whether it got the request is not known. */
export class Unreachable extends Error {
  override readonly name = 'Unreachable';

  constructor(
    readonly url: string,
    readonly reason: UnreachableReason,
    message: string,
    options?: ErrorOptions,
  ) {
    super(message, options);
  }
}
