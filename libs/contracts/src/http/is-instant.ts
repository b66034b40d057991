import { isISO8601, ValidateBy } from 'class-validator';
import { JSONSchema } from 'class-validator-jsonschema';

const WITH_ZONE = /T.*(Z|[+-]\d{2}:\d{2})$/;

/** An ISO 8601 date and time with a zone: without one it would mean different instants in different places. */
export function IsInstant(): PropertyDecorator {
  const validate = ValidateBy({
    name: 'isInstant',
    validator: {
      validate: (value: unknown) =>
        typeof value === 'string' &&
        WITH_ZONE.test(value) &&
        isISO8601(value, { strict: true, strictSeparator: true }),
      defaultMessage: (args) =>
        `${args?.property} must be an ISO 8601 date and time with a zone, such as 2030-01-31T09:00:00+08:00`,
    },
  });
  // In place of what is made of the property's type, which for a nullable one would refer to nothing.
  const describe = JSONSchema(() => ({ type: 'string', format: 'date-time' }));
  return (target, property) => {
    validate(target, property);
    describe(target, property as string);
  };
}
