import type { FastifyInstance } from 'fastify';
import type { RateLimiter } from './rate-limiter.js';

/** Probes and scrapers must always get through. */
const UNLIMITED = /^\/(health|metrics)(\/|$|\?)/;

/** Counts every request by its address before its body is read. */
export function limitByAddress(server: FastifyInstance, limiter: RateLimiter): void {
  server.addHook('onRequest', (request, _reply, done) => {
    if (!UNLIMITED.test(request.url)) limiter.admitAddress(request.ip);
    done();
  });
}
