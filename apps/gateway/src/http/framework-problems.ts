import { STATUS_CODES } from 'node:http';
import { HttpException } from '@nestjs/common';
import { unsupportedMediaType } from './body-parsers.js';
import { ProblemException } from './problem-exception.js';

/** The answer to an error that Fastify or Nest raised about a request; null when no client caused it. */
export function frameworkProblem(error: unknown): ProblemException | null {
  const status = statusOf(error);
  if (status === null || status < 400 || status >= 500) return null;
  if (status === 413) return bodyTooLarge();
  if (status === 415) return unsupportedMediaType();
  const title = STATUS_CODES[status] ?? 'Error';
  const kind = title.toLowerCase().replaceAll(/[^a-z]+/g, '-');
  return new ProblemException(status, { kind, title, detail: (error as Error).message || title });
}

function bodyTooLarge(): ProblemException {
  return new ProblemException(413, {
    kind: 'body-too-large',
    title: 'Content Too Large',
    detail:
      'The body is larger than 1 MiB (1048576 bytes). Send less: keep large data elsewhere and send where it is.',
    errors: [{ field: 'body', message: 'must not be larger than 1048576 bytes' }],
  });
}

function statusOf(error: unknown): number | null {
  if (error instanceof HttpException) return error.getStatus();
  const status = (error as { statusCode?: unknown } | null)?.statusCode;
  return typeof status === 'number' ? status : null;
}
