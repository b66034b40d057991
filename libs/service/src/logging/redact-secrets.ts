// Up to the last @: an unescaped / or @ in a password must not let half of it through.
const URL_CREDENTIALS = /(\w:\/\/)[^\s"'\\]+@/g;
const BEARER_TOKEN = /\b(Bearer|Basic)\s+[\w.~+/=-]+/gi;
/** API keys, wherever they stand. */
const API_KEY = /\bck_[\w-]{20,}/g;

/** Hides user names and passwords inside URLs, bearer tokens and API keys, in any text. */
export function redactSecrets(text: string): string {
  return text.replace(URL_CREDENTIALS, '$1***@').replace(BEARER_TOKEN, '$1 ***').replace(API_KEY, 'ck_***');
}
