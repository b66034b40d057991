/** PostgreSQL did not answer, or not with what was asked for; the cause says why. */
export class StoreUnavailable extends Error {
  override readonly name = 'StoreUnavailable';
}
