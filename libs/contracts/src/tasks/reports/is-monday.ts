import { ValidateBy } from 'class-validator';

/** The date (`YYYY-MM-DD`) is a Monday. */
export function IsMonday(): PropertyDecorator {
  return ValidateBy({
    name: 'isMonday',
    validator: {
      validate: (value: unknown) => typeof value === 'string' && new Date(value).getUTCDay() === 1,
      defaultMessage: () => '$property must be a Monday',
    },
  });
}
