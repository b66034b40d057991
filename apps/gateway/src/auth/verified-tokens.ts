import { Injectable } from '@nestjs/common';
import type { Principal } from './principal.js';

/** Most tokens remembered, and the longest that is. */
const MOST_TOKENS = 10_000;
const LONGEST_HEADER = 2_048;
/** A token is checked again after so long, in milliseconds, so that what forbids it since then is noticed. */
const REMEMBERED_MS = 30_000;

interface Verified {
  readonly principal: Principal;
  readonly until: number;
}

/** Tokens found right a moment ago: clients send theirs with every request, and its signature is checked once. */
@Injectable()
export class VerifiedTokens {
  /** By the whole Authorization header. */
  private readonly known = new Map<string, Verified>();

  /** The principal, while its token is neither expired nor due for another check. */
  find(authorization: string | undefined, now = Date.now()): Principal | null {
    if (authorization === undefined) return null;
    const verified = this.known.get(authorization);
    if (!verified) return null;
    if (now < verified.until) return verified.principal;
    this.known.delete(authorization);
    return null;
  }

  /** `expiresAt` is the token's own end, in milliseconds since the epoch. */
  remember(authorization: string, principal: Principal, expiresAt: number, now = Date.now()): void {
    if (authorization.length > LONGEST_HEADER) return;
    if (this.known.size >= MOST_TOKENS) this.forgetOldest();
    this.known.set(authorization, { principal, until: Math.min(expiresAt, now + REMEMBERED_MS) });
  }

  /** A Map keeps the order of insertion. */
  private forgetOldest(): void {
    for (const authorization of this.known.keys()) {
      this.known.delete(authorization);
      return;
    }
  }
}
