import { type Role, ROLES } from '@celerity/contracts';
import type { Principal } from './principal.js';

export const TOKEN_ISSUER = 'celerity';
export const TOKEN_AUDIENCE = 'celerity-api';

/** What a token says about its bearer; who signs them elsewhere must say the same. */
export interface TokenClaims {
  readonly sub: string;
  readonly role: Role;
  /** The generation of the user's tokens; only from tokens that are made here. */
  readonly gen?: number;
}

/** The principal that checked claims speak of; null when they lack a name, a role or an end. */
export function principalOf(claims: Record<string, unknown>): Principal | null {
  const { sub, role, exp, gen } = claims;
  // A token without an end would be valid for ever: the library lets it pass.
  if (typeof exp !== 'number' || typeof sub !== 'string' || sub === '') return null;
  const known = ROLES.find((one) => one === role);
  if (!known) return null;
  // Tokens of a version that did not know generations are of the first one.
  const generation = typeof gen === 'number' ? gen : 0;
  return { name: sub, role: known, generation, expiresAt: exp * 1_000 };
}
