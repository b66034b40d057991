import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import type { FastifyRequest } from 'fastify';
import { ProblemException } from './problem-exception.js';
import { repeatedName } from './repeated-name.js';

const BODY_LIMIT_BYTES = 1024 * 1024;

/**
 * Takes JSON and nothing else. The parser is our own: it says where a body is malformed, and refuses bytes that are
 * no UTF-8 instead of replacing them. Names that could pollute a prototype are refused, by name, in the validation.
 */
export function useBodyParsers(app: NestFastifyApplication): void {
  const limit = { bodyLimit: BODY_LIMIT_BYTES };
  app.getHttpAdapter().getInstance().removeContentTypeParser('text/plain');
  app.useBodyParser('application/json', limit, async ({ headers }: FastifyRequest, body: Buffer) =>
    parseJson(body, headers['content-encoding']),
  );
  // Nest adds a parser for forms unless there is one.
  app.useBodyParser('application/x-www-form-urlencoded', limit, async () => {
    throw unsupportedMediaType();
  });
}

/**
 * Nothing at all is no body: many clients say that it would be JSON with every request.
 * @throws ProblemException 400, or 415 when it is compressed
 */
function parseJson(body: Buffer, encoding: string | undefined): unknown {
  if (body.length === 0) return undefined;
  const [text, value] = parsed(body, encoding);
  const name = repeatedName(text);
  if (name === null) return value;
  throw new ProblemException(400, {
    kind: 'repeated-name',
    title: 'Bad Request',
    detail: `The body says ${JSON.stringify(name.slice(0, 100))} twice in one object. Say it once.`,
    errors: [{ field: 'body', message: 'must not say a name twice in one object' }],
  });
}

function parsed(body: Buffer, encoding: string | undefined): [text: string, value: unknown] {
  try {
    const text = new TextDecoder('utf-8', { fatal: true }).decode(body);
    return [text, JSON.parse(text)];
  } catch (error) {
    if (encoding !== undefined && encoding !== 'identity') throw compressed();
    throw malformedJson((error as Error).message);
  }
}

function compressed(): ProblemException {
  return new ProblemException(415, {
    kind: 'compressed-body',
    title: 'Unsupported Media Type',
    detail: 'The body is compressed. Send it as it is, without the header Content-Encoding.',
    errors: [{ field: 'Content-Encoding', message: 'must be absent or identity' }],
  });
}

/** The answer to a body that is no JSON, or missing. */
export function malformedJson(reason: string): ProblemException {
  return new ProblemException(400, {
    kind: 'malformed-json',
    title: 'Bad Request',
    detail: `The body is not valid JSON: ${reason}. Send a JSON object.`,
    errors: [{ field: 'body', message: `is not valid JSON: ${reason}` }],
  });
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
