import type { FastifyError, FastifyReply, FastifyRequest } from 'fastify';

/**
 * Answers what Fastify refuses before any route is chosen (a path that is no valid URL, say), in the same
 * form as every other error: `application/problem+json`, RFC 9457.
 */
export function answerFrameworkError(
  error: FastifyError,
  request: FastifyRequest,
  reply: FastifyReply,
): void {
  const status = error.statusCode ?? 400;
  void reply
    .status(status)
    .header('content-type', 'application/problem+json; charset=utf-8')
    .send(
      JSON.stringify({
        type: 'urn:celerity:problem:bad-path',
        title: 'Bad Request',
        status,
        detail: `The path cannot be read: ${error.message}. Percent-encode its parts.`,
        request_id: request.id,
      }),
    );
}
