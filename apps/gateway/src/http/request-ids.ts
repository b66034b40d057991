import { randomUUID } from 'node:crypto';
import type { FastifyInstance } from 'fastify';

const SANE = /^[\w.-]{8,128}$/;

/** Each request has an id, the caller's own if it is a harmless one; it is in the answer and in the log. */
export function useRequestIds(server: FastifyInstance): void {
  server.setGenReqId(({ headers }) => {
    const given = headers['x-request-id'];
    return typeof given === 'string' && SANE.test(given) ? given : randomUUID();
  });
  server.addHook('onRequest', async (request, reply) => {
    void reply.header('x-request-id', request.id);
  });
}
