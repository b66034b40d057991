import { ValidateBy, type ValidationOptions } from 'class-validator';
import { readPublicKey } from '../auth/token-key.js';

/** The value is the PEM of a public key that tokens may be signed with. */
export function IsPublicKey(options: ValidationOptions): PropertyDecorator {
  return ValidateBy(
    { name: 'isPublicKey', validator: { validate: (pem: unknown) => readPublicKey(String(pem)) !== null } },
    options,
  );
}

/** Two keys would leave open which of them a token must fit. */
export function IsOnlyKey(options: ValidationOptions): PropertyDecorator {
  return ValidateBy(
    {
      name: 'isOnlyKey',
      validator: {
        validate: (_, args) => (args?.object as { JWT_SECRET?: string }).JWT_SECRET === undefined,
      },
    },
    options,
  );
}
