import { createParamDecorator, type ExecutionContext } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import type { Role } from '@celerity/contracts';

/** Who makes a request, as the token says. */
export interface Principal {
  readonly name: string;
  readonly role: Role;
}

/** The request's principal; the access guard has put it there. */
export const CurrentPrincipal = createParamDecorator(
  (_: unknown, context: ExecutionContext): Principal =>
    context.switchToHttp().getRequest<FastifyRequest & { user: Principal }>().user,
);
