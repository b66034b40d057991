import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { ProblemException } from './problem-exception.js';

const BODY_LIMIT_BYTES = 1024 * 1024;

/**
 * Takes JSON and nothing else. The parser is our own: it says where a body is malformed, and refuses bytes that are
 * no UTF-8 instead of replacing them. Names that could pollute a prototype are refused, by name, in the validation.
 */
export function useBodyParsers(app: NestFastifyApplication): void {
  const limit = { bodyLimit: BODY_LIMIT_BYTES };
  app.getHttpAdapter().getInstance().removeContentTypeParser('text/plain');
  app.useBodyParser('application/json', limit, async (_request: unknown, body: Buffer) => parseJson(body));
  // Nest adds a parser for forms unless there is one.
  app.useBodyParser('application/x-www-form-urlencoded', limit, async () => {
    throw unsupportedMediaType();
  });
}

/** @throws ProblemException 400 */
export function parseJson(body: Buffer): unknown {
  try {
    return JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(body));
  } catch (error) {
    const reason = body.length === 0 ? 'it is empty' : (error as Error).message;
    throw new ProblemException(400, {
      kind: 'malformed-json',
      title: 'Bad Request',
      detail: `The body is not valid JSON: ${reason}. Send a JSON object.`,
      errors: [{ field: 'body', message: `is not valid JSON: ${reason}` }],
    });
  }
}

/** The answer to a body that is not JSON. */
export function unsupportedMediaType(): ProblemException {
  return new ProblemException(415, {
    kind: 'unsupported-media-type',
    title: 'Unsupported Media Type',
    detail: 'Send the body as JSON, with the header Content-Type: application/json.',
    errors: [{ field: 'Content-Type', message: 'must be application/json' }],
  });
}
