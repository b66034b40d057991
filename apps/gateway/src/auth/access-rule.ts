import { applyDecorators, SetMetadata } from '@nestjs/common';
import { ApiBearerAuth, ApiExtension } from '@nestjs/swagger';
import { type Role, ROLES } from '@celerity/contracts';
import { ProblemAnswers } from '../openapi/route-docs.js';

/** Metadata key of the role that a route asks for. */
export const REQUIRED_ROLE = 'celerity:required-role';

/** Extension of an OpenAPI operation that names its role. */
export const ROLE_EXTENSION = 'x-required-role';

/** The route is for this role and those above it. Every route has this or `@Public()`. */
export function Requires(role: Role): MethodDecorator & ClassDecorator {
  return applyDecorators(
    SetMetadata(REQUIRED_ROLE, role),
    ApiBearerAuth(),
    ApiExtension(ROLE_EXTENSION, role),
    ProblemAnswers(401, 403, 429, 503),
  );
}

/** Each role may do all that the ones before it may. */
export function mayAct(has: Role, needs: Role): boolean {
  return ROLES.indexOf(has) >= ROLES.indexOf(needs);
}
