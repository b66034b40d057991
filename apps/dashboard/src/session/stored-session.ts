import type { AccessToken, Role } from '@celerity/contracts';

/** Who is logged in. It lives as long as the browser's tab, and not longer than the token. */
export interface StoredSession {
  readonly token: string;
  readonly role: Role;
  readonly username: string;
  /** Milliseconds since 1970. */
  readonly expiresAt: number;
}

const KEY = 'celerity.session';
const ROLES: readonly Role[] = ['viewer', 'operator', 'admin'];

export function sessionOf(token: AccessToken, username: string, now: number): StoredSession {
  return {
    token: token.access_token,
    role: token.role,
    username,
    expiresAt: now + token.expires_in * 1_000,
  };
}

/** What is stored, unless it is expired or was not written by us. */
export function loadSession(storage: Storage, now: number): StoredSession | null {
  const found = parsed(storage.getItem(KEY));
  return found !== null && found.expiresAt > now ? found : null;
}

export function saveSession(storage: Storage, session: StoredSession | null): void {
  if (session) storage.setItem(KEY, JSON.stringify(session));
  else storage.removeItem(KEY);
}

/** True when the role may do what needs the other one. */
export function mayAs(role: Role, needed: Role): boolean {
  return ROLES.indexOf(role) >= ROLES.indexOf(needed);
}

function parsed(text: string | null): StoredSession | null {
  try {
    const value = JSON.parse(text ?? 'null') as Partial<StoredSession> | null;
    const isWhole =
      typeof value?.token === 'string' &&
      typeof value.username === 'string' &&
      typeof value.expiresAt === 'number' &&
      ROLES.includes(value.role as Role);
    return isWhole ? (value as StoredSession) : null;
  } catch {
    return null;
  }
}
