import { type ExecutionContext, Injectable } from '@nestjs/common';
import { Reflector } from '@nestjs/core';
import { AuthGuard } from '@nestjs/passport';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { Role } from '@celerity/contracts';
import { IS_PUBLIC } from '@celerity/service';
import { apiKeyIn } from '../api-keys/api-key.js';
import { ApiKeyVerifier } from '../api-keys/api-key-verifier.js';
import { endedToken, forbidden, invalidKey, invalidToken, missingToken } from './access-problems.js';
import { RateLimiter } from '../rate-limits/rate-limiter.js';
import { mayAct, REQUIRED_ROLE } from './access-rule.js';
import type { Principal } from './principal.js';
import { JWT_STRATEGY } from './jwt.strategy.js';
import { TokenGenerations } from './token-generations.js';
import { VerifiedTokens } from './verified-tokens.js';

/** Lets a request through to its route, or answers 401, 403 or 429. A route without a rule is for nobody. */
@Injectable()
export class AccessGuard extends AuthGuard(JWT_STRATEGY) {
  constructor(
    private readonly reflector: Reflector,
    private readonly verified: VerifiedTokens,
    private readonly generations: TokenGenerations,
    private readonly keys: ApiKeyVerifier,
    private readonly limiter: RateLimiter,
  ) {
    super();
  }

  override async canActivate(context: ExecutionContext): Promise<boolean> {
    const places = [context.getHandler(), context.getClass()];
    if (this.reflector.getAllAndOverride<boolean | undefined>(IS_PUBLIC, places)) return true;
    const needs = this.reflector.getAllAndOverride<Role | undefined>(REQUIRED_ROLE, places);
    if (!needs) throw forbidden('This route has no access rule.');
    const { name, role } = await this.authenticate(context);
    this.limiter.admitUser(name, context.switchToHttp().getResponse<FastifyReply>());
    if (mayAct(role, needs)) return true;
    throw forbidden(
      `This needs the role ${needs}; ${name} is ${role}. Ask an admin, or log in as somebody else.`,
    );
  }

  /** Who makes the request; asked again, it answers as before. @throws ProblemException 401; StoreUnavailable */
  async authenticate(context: ExecutionContext): Promise<Principal> {
    const request = context.switchToHttp().getRequest<FastifyRequest & { user?: Principal }>();
    request.user ??= await this.principalOf(context, request);
    return request.user;
  }

  private async principalOf(context: ExecutionContext, request: FastifyRequest): Promise<Principal> {
    const { authorization } = request.headers;
    const known = this.verified.find(authorization);
    const key = known ? null : apiKeyIn(authorization);
    const principal =
      known ?? (key === null ? await this.principalOfToken(context) : await this.principalOfKey(key));
    if (!this.generations.isCurrent(principal)) throw endedToken();
    return principal;
  }

  /** Passport leaves whom it found in the request. */
  private async principalOfToken(context: ExecutionContext): Promise<Principal> {
    await super.canActivate(context);
    return context.switchToHttp().getRequest<{ user: Principal }>().user;
  }

  private async principalOfKey(key: string): Promise<Principal> {
    const principal = await this.keys.verify(key);
    if (!principal) throw invalidKey();
    return principal;
  }

  /** Called by passport with its verdict. */
  override handleRequest<User>(
    error: unknown,
    user: User | false,
    info: unknown,
    context: ExecutionContext,
  ): User {
    if (error) throw error;
    if (user) return user;
    const { authorization } = context.switchToHttp().getRequest<FastifyRequest>().headers;
    throw authorization === undefined ? missingToken() : invalidToken(info);
  }
}
