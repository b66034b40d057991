import { CelerityClient } from '@celerity/client';
import type { Role } from '@celerity/contracts';
import { createContext, type ReactNode, useCallback, useContext, useEffect, useMemo, useState } from 'react';
import { loadSession, mayAs, saveSession, sessionOf, type StoredSession } from './stored-session.js';

/** Longest delay that a browser's timer takes. */
const LONGEST_TIMER_MS = 2_147_483_647;

interface Doors {
  readonly session: StoredSession | null;
  /** The last session ended because its token expired. */
  readonly expired: boolean;
  readonly logIn: (username: string, password: string) => Promise<void>;
  readonly logOut: () => void;
  readonly expire: () => void;
}

const Context = createContext<Doors | null>(null);

export function SessionProvider({ children }: { readonly children: ReactNode }) {
  const [session, setSession] = useState(() => loadSession(sessionStorage, Date.now()));
  const [expired, setExpired] = useState(false);

  const end = useCallback((byExpiry: boolean) => {
    saveSession(sessionStorage, null);
    setSession(null);
    setExpired(byExpiry);
  }, []);
  const logOut = useCallback(() => end(false), [end]);
  const expire = useCallback(() => end(true), [end]);
  const logIn = useCallback(async (username: string, password: string) => {
    const client = new CelerityClient({ baseUrl: location.origin });
    const fresh = sessionOf(await client.logIn(username, password), username, Date.now());
    saveSession(sessionStorage, fresh);
    setSession(fresh);
    setExpired(false);
  }, []);

  useEffect(() => {
    if (!session) return;
    const timer = setTimeout(expire, Math.min(session.expiresAt - Date.now(), LONGEST_TIMER_MS));
    return () => clearTimeout(timer);
  }, [session, expire]);

  const doors = useMemo(
    () => ({ session, expired, logIn, logOut, expire }),
    [session, expired, logIn, logOut, expire],
  );
  return <Context value={doors}>{children}</Context>;
}

/** Logging in and out. */
export function useDoors(): Doors {
  const doors = useContext(Context);
  if (!doors) throw new Error('useDoors needs a SessionProvider');
  return doors;
}

export function useMaySession(): (StoredSession & { readonly expire: () => void }) | null {
  const { session, expire } = useDoors();
  return useMemo(() => session && { ...session, expire }, [session, expire]);
}

/** The typed client, as who is logged in. */
export function useClient(): CelerityClient {
  const { session } = useDoors();
  const token = session?.token ?? '';
  return useMemo(() => new CelerityClient({ baseUrl: location.origin, token }), [token]);
}

/** Whether who is logged in may do what needs that role. */
export function useMay(role: Role): boolean {
  const { session } = useDoors();
  return session !== null && mayAs(session.role, role);
}
