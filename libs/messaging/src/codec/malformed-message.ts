/** A message that no codec can read; it can never run. */
export class MalformedMessage extends Error {
  override readonly name = 'MalformedMessage';
}
