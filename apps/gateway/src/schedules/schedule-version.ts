import { createParamDecorator, type ExecutionContext } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import { ProblemException } from '../http/problem-exception.js';

/** The version that the header `If-Match` names; undefined without one, or for `*`. */
export const MatchedVersion = createParamDecorator((_: unknown, context: ExecutionContext) =>
  versionIn(context.switchToHttp().getRequest<FastifyRequest>().headers['if-match']),
);

/** @throws ProblemException 400 */
export function versionIn(header: string | undefined): number | undefined {
  if (header === undefined || header.trim() === '*') return undefined;
  const [, version] = /^(?:W\/)?"?(\d{1,9})"?$/.exec(header.trim()) ?? [];
  if (version !== undefined) return Number(version);
  throw new ProblemException(400, {
    kind: 'invalid-request',
    title: 'Bad Request',
    detail: 'The header If-Match must hold the version of the schedule, as its ETag says it: "3".',
    errors: [{ field: 'If-Match', message: 'must be a version such as "3"' }],
  });
}
