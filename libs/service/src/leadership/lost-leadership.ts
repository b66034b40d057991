/** A write was attempted in a term that is over; its transaction must not commit. */
export class LostLeadership extends Error {
  override readonly name = 'LostLeadership';

  constructor(
    readonly lease: string,
    readonly term: number,
  ) {
    super(`term ${term} of ${lease} is over`);
  }
}
