import { applyDecorators } from '@nestjs/common';
import { Type } from 'class-transformer';
import { IsInt, Max, Min } from 'class-validator';
import { explain } from './explain.js';

/**
 * A setting that is a whole number, bounds included.
 * @param what completes "is not …" in the refusal: `a number of milliseconds`.
 * @param bounds `remedy` says what to do instead when the bounds alone do not.
 */
export function WholeNumber(
  what: string,
  { from, to, remedy }: { from: number; to?: number; remedy?: string },
): PropertyDecorator {
  const range = to === undefined ? `a whole number from ${from}` : `a whole number from ${from} to ${to}`;
  const rule = explain(`is not ${what}`, remedy ?? `set it to ${range}`);
  return applyDecorators(
    Type(() => Number),
    IsInt(rule),
    Min(from, rule),
    ...(to === undefined ? [] : [Max(to, rule)]),
  );
}
