import { createParamDecorator, type ExecutionContext } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import type { Role } from '@celerity/contracts';

/** Who makes a request, as the token or the API key says. */
export interface Principal {
  readonly name: string;
  readonly role: Role;
  /** Of a token that was made here: see TokenGenerations. */
  readonly generation?: number;
  /** When what it was proven with ends, in milliseconds since the epoch; absent when it has no end. */
  readonly expiresAt?: number;
  /** Hash of the API key that proved it, to ask again whether the key is still good. */
  readonly keyHash?: string;
}

/** The request's principal; the access guard has put it there. */
export const CurrentPrincipal = createParamDecorator(
  (_: unknown, context: ExecutionContext): Principal =>
    context.switchToHttp().getRequest<FastifyRequest & { user: Principal }>().user,
);
