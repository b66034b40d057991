import { type ExecutionContext, Injectable } from '@nestjs/common';
import { Reflector } from '@nestjs/core';
import { AuthGuard } from '@nestjs/passport';
import type { FastifyRequest } from 'fastify';
import type { Role } from '@celerity/contracts';
import { IS_PUBLIC } from '@celerity/service';
import { ProblemException } from '../http/problem-exception.js';
import { mayAct, REQUIRED_ROLE } from './access-rule.js';
import type { Principal } from './principal.js';
import { JWT_STRATEGY } from './jwt.strategy.js';
import { VerifiedTokens } from './verified-tokens.js';

/** Lets a request through to its route, or answers 401 or 403. A route without a rule is for nobody. */
@Injectable()
export class AccessGuard extends AuthGuard(JWT_STRATEGY) {
  constructor(
    private readonly reflector: Reflector,
    private readonly verified: VerifiedTokens,
  ) {
    super();
  }

  override async canActivate(context: ExecutionContext): Promise<boolean> {
    const places = [context.getHandler(), context.getClass()];
    if (this.reflector.getAllAndOverride<boolean | undefined>(IS_PUBLIC, places)) return true;
    const needs = this.reflector.getAllAndOverride<Role | undefined>(REQUIRED_ROLE, places);
    if (!needs) throw forbidden('This route has no access rule.');
    const { name, role } = await this.principalOf(context);
    if (mayAct(role, needs)) return true;
    throw forbidden(
      `This needs the role ${needs}; ${name} is ${role}. Ask an admin, or log in as somebody else.`,
    );
  }

  private async principalOf(context: ExecutionContext): Promise<Principal> {
    const request = context.switchToHttp().getRequest<FastifyRequest & { user: Principal }>();
    const known = this.verified.find(request.headers.authorization);
    if (known) request.user = known;
    else await super.canActivate(context);
    return request.user;
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

function missingToken(): ProblemException {
  return new ProblemException(401, {
    kind: 'missing-token',
    title: 'Unauthorized',
    detail:
      'Send the header Authorization: Bearer <token>. POST /api/core/auth/token with username and password gives one.',
    errors: [{ field: 'Authorization', message: 'is missing' }],
    headers: { 'www-authenticate': 'Bearer realm="celerity"' },
  });
}

function invalidToken(info: unknown): ProblemException {
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

function forbidden(detail: string): ProblemException {
  return new ProblemException(403, {
    kind: 'forbidden',
    title: 'Forbidden',
    detail,
    headers: { 'www-authenticate': 'Bearer realm="celerity", error="insufficient_scope"' },
  });
}
