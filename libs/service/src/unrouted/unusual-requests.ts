import { randomUUID } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Duplex } from 'node:stream';
import type { FastifyInstance } from 'fastify';
import { HTTP_VERSION } from './parse-refusals.js';
import { REFUSAL_HEADERS, refusalBody, refusalMessage, type Refusal } from './refusal.js';
import type { RefusalLog } from './refusal-log.js';

const NO_PROXY: Refusal = {
  status: 501,
  kind: 'unknown-method',
  detail: 'This server is no proxy: it does not take CONNECT. Ask it directly, without a proxy setting.',
};

const EXPECTATION: Refusal = {
  status: 417,
  kind: 'expectation-failed',
  detail: 'The only Expect that can be met is 100-continue. Send the request without the header.',
};

const NO_HOST: Refusal = {
  status: 400,
  kind: 'missing-host',
  detail: 'An HTTP/1.1 request must name its host. Send the header Host.',
};

/** Answers the well-formed requests that Node would refuse with an empty body, or by hanging up. */
export function answerUnusualRequests(fastify: FastifyInstance, log: RefusalLog): void {
  const { server } = fastify;
  server.on('checkExpectation', (request: IncomingMessage, response: ServerResponse) => {
    const requestId = randomUUID();
    log.refused(EXPECTATION, { request_id: requestId, method: request.method ?? '' });
    const body = refusalBody(EXPECTATION, requestId);
    const headers = {
      ...REFUSAL_HEADERS,
      'content-length': Buffer.byteLength(body),
      'x-request-id': requestId,
      connection: 'close',
    };
    response.writeHead(EXPECTATION.status, headers).end(body);
  });
  server.on('connect', (_request: IncomingMessage, socket: Duplex) => {
    const requestId = randomUUID();
    log.refused(NO_PROXY, { request_id: requestId, method: 'CONNECT' });
    socket.on('error', () => socket.destroy());
    socket.end(refusalMessage(NO_PROXY, requestId));
  });
  fastify.addHook('onRequest', (request, reply, done) => {
    const refusal = refusalOf(request.raw);
    if (refusal === null) return done();
    const headers = { ...REFUSAL_HEADERS, 'x-request-id': request.id, connection: 'close' };
    void reply.status(refusal.status).headers(headers).send(refusalBody(refusal, request.id));
  });
}

function refusalOf({ headers, httpVersionMajor, httpVersionMinor }: IncomingMessage): Refusal | null {
  if (httpVersionMajor !== 1) return HTTP_VERSION;
  return headers.host === undefined && httpVersionMinor === 1 ? NO_HOST : null;
}
