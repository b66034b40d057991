import type { FastifyAdapter } from '@nestjs/platform-fastify';
import { inTrace, readTraceparent, traceIdOf } from './trace-context.js';
import type { TraceSpan, Tracing } from './tracing.js';

/** Paths that probes and scrapers call every few seconds. */
const QUIET_PATHS = /^\/(health|metrics)(\/|$)/;

interface RequestTrace {
  readonly traceparent: string;
  readonly span: TraceSpan | null;
}

const traces = new WeakMap<object, RequestTrace>();

/** The trace that a request belongs to, for its log line. */
export function traceIdOfRequest(request: object): string | undefined {
  return traceIdOf(traces.get(request)?.traceparent);
}

/** Goes on with the trace that a request names; with a collector, each request without one begins its own. */
export function traceRequests(adapter: FastifyAdapter, tracing: Tracing): void {
  const server = adapter.getInstance();
  server.addHook('onRequest', (request, _reply, done) => {
    const parent = readTraceparent(request.headers['traceparent']);
    if ((tracing.on || parent) && !QUIET_PATHS.test(request.url)) {
      const { method, routeOptions } = request;
      const route = routeOptions.url ?? 'unmatched';
      const attributes = { 'http.request.method': method, 'http.route': route };
      const span = tracing.start({ name: `${method} ${route}`, kind: 'server', parent, attributes });
      const traceparent = span?.traceparent ?? parent;
      if (traceparent) traces.set(request, { traceparent, span });
    }
    done();
  });
  // Once the body is there: what reads it would lose the context.
  server.addHook('preHandler', (request, _reply, done) => {
    const trace = traces.get(request);
    if (trace) inTrace(trace.traceparent, done);
    else done();
  });
  server.addHook('onResponse', (request, reply, done) => {
    const { statusCode: status } = reply;
    traces.get(request)?.span?.end({
      attributes: { 'http.response.status_code': status },
      error: status >= 500 ? String(status) : undefined,
    });
    done();
  });
}
