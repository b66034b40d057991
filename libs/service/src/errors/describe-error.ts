import { types } from 'node:util';
import { redactSecrets } from '../logging/redact-secrets.js';

const LONGEST = 300;

/** Node's and PostgreSQL's error code (`ECONNREFUSED`, `28P01`), or an empty text. */
export function errorCode(error: unknown): string {
  const hasCode = typeof error === 'object' && error !== null && 'code' in error;
  return hasCode && typeof error.code === 'string' ? error.code : '';
}

/** What went wrong, as one short text for people: with its code, which often says more, and without secrets. */
export function describeError(error: unknown): string {
  // Not `instanceof`: an error may come from another realm, such as a vm context or a test runner.
  const message = types.isNativeError(error) ? error.message || error.name : String(error);
  const code = errorCode(error);
  return redactSecrets(message.includes(code) ? message : `${code} ${message}`).slice(0, LONGEST);
}
