/** A token was given that can be none. It is not repeated: it may be most of a secret. */
export class NotAToken extends Error {
  override readonly name = 'NotAToken';

  constructor() {
    super('the token has spaces, line breaks or other characters that no token has');
  }
}
