import { applyDecorators, createParamDecorator, type ExecutionContext } from '@nestjs/common';
import { ApiHeader } from '@nestjs/swagger';
import type { FastifyRequest } from 'fastify';
import { ProblemException } from '../http/problem-exception.js';

/** Visible ASCII without spaces; a header given twice is joined by a comma and a space, and refused by that. */
const KEY = /^[\x21-\x7e]{1,255}$/;

/**
 * The request's `Idempotency-Key`, or null.
 * @throws ProblemException 400
 */
export const IdempotencyKey = createParamDecorator((_: unknown, context: ExecutionContext): string | null =>
  readKey(context.switchToHttp().getRequest<FastifyRequest>().headers['idempotency-key']),
);

/** Describes the header in the documentation. */
export function TakesIdempotencyKey(): MethodDecorator {
  return applyDecorators(
    ApiHeader({
      name: 'Idempotency-Key',
      required: false,
      schema: { type: 'string', minLength: 1, maxLength: 255, pattern: '^[!-~]+$' },
      description:
        'Makes it safe to send the same again: for 7 days the same key and body give the first answer, with 200. ' +
        'The same key with another body is 422. Use a new random key for each thing that is to happen once.',
    }),
  );
}

export function readKey(header: string | string[] | undefined): string | null {
  if (header === undefined) return null;
  if (typeof header === 'string' && KEY.test(header)) return header;
  throw new ProblemException(400, {
    kind: 'invalid-request',
    title: 'Bad Request',
    detail: 'Correct the header Idempotency-Key and send it again; nothing was sent.',
    errors: [
      {
        field: 'Idempotency-Key',
        message: 'must be 1 to 255 visible ASCII characters without spaces, such as a UUID',
      },
    ],
  });
}
