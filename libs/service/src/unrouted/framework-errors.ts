import type { FastifyError, FastifyReply, FastifyRequest } from 'fastify';
import { REFUSAL_HEADERS, refusalBody, type Refusal } from './refusal.js';
import type { RefusalLog } from './refusal-log.js';

const BAD_PATH: Refusal = {
  status: 400,
  kind: 'bad-path',
  detail: 'The path is no valid URL: each % must begin an escape such as %20. Percent-encode its parts.',
};

/** Longer than any id or name in a path. */
export const PATH_PART_LIMIT = 100;

const PATH_TOO_LONG: Refusal = {
  status: 414,
  kind: 'path-too-long',
  detail: `A part of the path is longer than ${PATH_PART_LIMIT} characters, as no id or name is. Shorten it.`,
};

type Refused = Pick<FastifyRequest, 'id' | 'method' | 'url'>;

/** Answers what Fastify refuses before it has chosen a route: no hook runs for these, so the log is written here. */
export function answerFrameworkErrors(
  log: RefusalLog,
): (error: FastifyError, request: Refused, reply: Pick<FastifyReply, 'status'>) => void {
  return ({ code }, request, reply) => {
    const refusal = code === 'FST_ERR_MAX_PARAM_LENGTH' ? PATH_TOO_LONG : BAD_PATH;
    log.refused(refusal, { request_id: request.id, method: request.method, path: pathOf(request) });
    void reply
      .status(refusal.status)
      .headers({ ...REFUSAL_HEADERS, 'x-request-id': request.id })
      .send(refusalBody(refusal, request.id));
  };
}

function pathOf({ url }: Refused): string {
  return (url.split('?', 1)[0] ?? '').slice(0, 2 * PATH_PART_LIMIT);
}
