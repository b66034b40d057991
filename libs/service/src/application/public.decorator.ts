import { SetMetadata, type CustomDecorator } from '@nestjs/common';

/** Metadata key a global guard asks for with `Reflector.getAllAndOverride`. */
export const IS_PUBLIC = 'celerity:public';

/** Marks a route or controller that needs no token, such as the health probes. */
export function Public(): CustomDecorator {
  return SetMetadata(IS_PUBLIC, true);
}
