import { applyDecorators } from '@nestjs/common';
import { Transform } from 'class-transformer';
import { IsBoolean } from 'class-validator';
import { explain } from './explain.js';

/** A setting that is `true` or `false`, and nothing that looks like it. */
export function TrueOrFalse(): PropertyDecorator {
  return applyDecorators(
    Transform(({ value }: { value: unknown }) =>
      value === 'true' ? true : value === 'false' ? false : value,
    ),
    IsBoolean(explain('is neither true nor false', 'use true or false')),
  );
}
