import { IsISO8601, IsOptional, Matches, MaxLength } from 'class-validator';

/** Several decorators as one. */
function together(...rules: PropertyDecorator[]): PropertyDecorator {
  return (target, property) => rules.forEach((rule) => rule(target, property));
}

/** A calendar day, `YYYY-MM-DD`. */
export function IsDayFilter(): PropertyDecorator {
  return together(
    IsOptional(),
    Matches(/^(19|20)\d{2}-\d{2}-\d{2}$/, { message: '$property must be a date, YYYY-MM-DD' }),
    IsISO8601({ strict: true }, { message: '$property must be a date that exists' }),
  );
}

/** A shop's code, as `L1-07`. */
export function IsShopCodeFilter(): PropertyDecorator {
  return together(
    IsOptional(),
    Matches(/^[A-Za-z0-9][A-Za-z0-9-]{0,31}$/, {
      message: '$property must be a shop code: letters, digits and hyphens',
    }),
  );
}

/** A line of text that is compared as a whole. */
export function IsLineFilter(): PropertyDecorator {
  return together(
    IsOptional(),
    MaxLength(254),
    Matches(/^\P{Cc}+$/u, { message: '$property must be one line without control characters' }),
  );
}

/** An amount in CNY, an exact decimal as text. */
export function IsAmountFilter(): PropertyDecorator {
  return together(
    IsOptional(),
    Matches(/^\d{1,12}(\.\d{1,2})?$/, { message: '$property must be an amount as text, like "1234.50"' }),
  );
}
