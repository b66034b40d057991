import type { FastifyAdapter } from '@nestjs/platform-fastify';
import type { Logger } from 'pino';
import { traceIdOfRequest } from '../tracing/trace-requests.js';

/** Paths that probes and scrapers call every few seconds. */
const QUIET_PATHS = /^\/(health|metrics)(\/|$)/;

/** One event per answered request. Headers and query strings are left out, since they may carry secrets. */
export function logRequests(adapter: FastifyAdapter, logger: Logger): void {
  // Nothing to look for: the event's fields are these seven, and the last gate hides credentials in their text.
  const requests = logger.child({ context: 'Http' }, { redact: [] });
  adapter.getInstance().addHook('onResponse', (request, reply, done) => {
    const path = request.url.split('?', 1)[0] ?? '';
    if (!QUIET_PATHS.test(path)) {
      const { id: request_id, method } = request;
      const { statusCode: status } = reply;
      const event = {
        request_id,
        method,
        path,
        status,
        duration_ms: Math.round(reply.elapsedTime),
        trace_id: traceIdOfRequest(request),
      };
      requests[levelOf(status)](event, `${method} ${path} ${status}`);
    }
    done();
  });
}

function levelOf(status: number): 'info' | 'warn' | 'error' {
  if (status >= 500) return 'error';
  return status >= 400 ? 'warn' : 'info';
}
