import { createHash } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import { GatewayConfig } from '../config/gateway-config.js';
import { ProblemException } from '../http/problem-exception.js';
import { SharedCounts, WINDOW_MS } from './shared-counts.js';

const LONGEST_KEY = 100;

/** Where a caller stands with a limit. */
interface Standing {
  readonly limit: number;
  readonly remaining: number;
  /** Seconds until the next window. */
  readonly reset: number;
}

/** Holds callers to their requests per minute, by user, by address, and for logins. */
@Injectable()
export class RateLimiter {
  constructor(
    private readonly config: GatewayConfig,
    private readonly counts: SharedCounts,
  ) {}

  /** Every request, before its body is read. @throws ProblemException 429 */
  admitAddress(address: string): void {
    this.admit('address', address, this.config.RATE_LIMIT_PER_ADDRESS, 'from this address');
  }

  /** Of a login, since each costs a slow hash. @throws ProblemException 429 */
  admitLogin(address: string): void {
    this.admit('login', address, this.config.RATE_LIMIT_LOGINS, 'to log in from this address');
  }

  /** The caller is told by headers where they stand. @throws ProblemException 429 */
  admitUser(name: string, reply: FastifyReply): void {
    const standing = this.admit('user', name, this.config.RATE_LIMIT_PER_USER, `of ${name}`);
    if (standing) void reply.headers(headersOf(standing));
  }

  private admit(limit: string, who: string, most: number, whose: string): Standing | null {
    if (most === 0) return null;
    const now = Date.now();
    const count = this.counts.add(keyOf(limit, who), now);
    const reset = Math.ceil((WINDOW_MS - (now % WINDOW_MS)) / 1_000);
    const standing = { limit: most, remaining: Math.max(0, most - count), reset };
    if (count > most) throw tooMany(standing, whose);
    return standing;
  }
}

/** A name may be as long as an identity provider likes; a key is not. */
function keyOf(limit: string, who: string): string {
  return `${limit}:${who.length > LONGEST_KEY ? createHash('sha256').update(who).digest('hex') : who}`;
}

function headersOf({ limit, remaining, reset }: Standing): Record<string, string> {
  return {
    'ratelimit-limit': String(limit),
    'ratelimit-remaining': String(remaining),
    'ratelimit-reset': String(reset),
  };
}

function tooMany(standing: Standing, whose: string): ProblemException {
  const { limit, reset } = standing;
  return new ProblemException(429, {
    kind: 'rate-limit',
    title: 'Too Many Requests',
    detail: `More than ${limit} requests ${whose} within a minute. Nothing was done; try again in ${reset} s.`,
    headers: { ...headersOf(standing), 'retry-after': String(reset) },
  });
}
