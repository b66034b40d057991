import { createHash, randomBytes } from 'node:crypto';
import { API_KEY_PREFIX } from '@celerity/contracts';

const SECRET_BYTES = 32;
const HEADER = /^Bearer +(ck_[\w-]{43})$/i;

/** A new key, which nobody can guess. */
export function newApiKey(): string {
  return `${API_KEY_PREFIX}${randomBytes(SECRET_BYTES).toString('base64url')}`;
}

/** What is stored of a key. A slow hash protects guessable passwords; 256 random bits need none. */
export function hashOfKey(key: string): string {
  return createHash('sha256').update(key).digest('hex');
}

/** The API key of an Authorization header; null when it holds something else. */
export function apiKeyIn(authorization: string | undefined): string | null {
  return authorization === undefined ? null : (HEADER.exec(authorization)?.[1] ?? null);
}
