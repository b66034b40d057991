const TELLTALE =
  /change.?me|secret|default|example|password|celerity|insecure|development|0123456789|abcdefgh/i;
const FEWEST_CHARACTERS = 10;

/** True for a secret out of a manual or a sample file, and for one that is a few characters over and over. */
export function isWellKnownSecret(secret: string): boolean {
  return TELLTALE.test(secret) || new Set(secret).size < FEWEST_CHARACTERS;
}
