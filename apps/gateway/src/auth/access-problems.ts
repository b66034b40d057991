import { ProblemException } from '../http/problem-exception.js';

export function missingToken(): ProblemException {
  return new ProblemException(401, {
    kind: 'missing-token',
    title: 'Unauthorized',
    detail:
      'Send the header Authorization: Bearer <token>. POST /api/core/auth/token with username and password gives one.',
    errors: [{ field: 'Authorization', message: 'is missing' }],
    headers: { 'www-authenticate': 'Bearer realm="celerity"' },
  });
}

export function invalidToken(info: unknown): ProblemException {
  const expired = info instanceof Error && info.name === 'TokenExpiredError';
  const what = expired ? 'holds a token that has expired' : 'holds no valid bearer token';
  return new ProblemException(401, {
    kind: expired ? 'expired-token' : 'invalid-token',
    title: 'Unauthorized',
    detail: `The header Authorization ${what}. Get a new one from POST /api/core/auth/token.`,
    errors: [{ field: 'Authorization', message: what }],
    headers: { 'www-authenticate': 'Bearer realm="celerity", error="invalid_token"' },
  });
}

export function forbidden(detail: string): ProblemException {
  return new ProblemException(403, {
    kind: 'forbidden',
    title: 'Forbidden',
    detail,
    headers: { 'www-authenticate': 'Bearer realm="celerity", error="insufficient_scope"' },
  });
}

/** The password, role or state of the user has changed since. */
export function endedToken(): ProblemException {
  return new ProblemException(401, {
    kind: 'ended-token',
    title: 'Unauthorized',
    detail: 'The user has changed since this token was made. Log in again.',
    errors: [{ field: 'Authorization', message: 'holds a token that was ended' }],
    headers: { 'www-authenticate': 'Bearer realm="celerity", error="invalid_token"' },
  });
}

export function invalidKey(): ProblemException {
  return new ProblemException(401, {
    kind: 'invalid-api-key',
    title: 'Unauthorized',
    detail: 'The API key is unknown, expired or revoked. Ask an admin for a new one.',
    errors: [{ field: 'Authorization', message: 'holds no valid API key' }],
    headers: { 'www-authenticate': 'Bearer realm="celerity", error="invalid_token"' },
  });
}
