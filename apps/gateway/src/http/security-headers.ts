import { IncomingMessage, ServerResponse } from 'node:http';
import { Socket } from 'node:net';
import type { FastifyInstance } from 'fastify';
import helmet, { type HelmetOptions } from 'helmet';

/** The dashboard's own scripts and styles and nothing else: not even a style attribute in the markup. */
const POLICY = {
  defaultSrc: ["'none'"],
  scriptSrc: ["'self'"],
  styleSrc: ["'self'"],
  imgSrc: ["'self'", 'data:'],
  connectSrc: ["'self'"],
  baseUri: ["'none'"],
  formAction: ["'none'"],
  frameAncestors: ["'none'"],
};

/** Swagger UI writes style attributes. */
const DOCUMENTATION_POLICY = { ...POLICY, styleSrc: ["'self'", "'unsafe-inline'"] };
const DOCUMENTATION = /^\/docs(\/|\?|$)/;

/** Puts helmet's headers on every answer. They are the same for all of a kind, so helmet is asked once. */
export function useSecurityHeaders(server: FastifyInstance): void {
  const headers = headersOf(POLICY);
  const documentationHeaders = headersOf(DOCUMENTATION_POLICY);
  server.addHook('onRequest', (request, reply, done) => {
    void reply.headers(DOCUMENTATION.test(request.url) ? documentationHeaders : headers);
    done();
  });
}

function headersOf(directives: typeof POLICY): Record<string, string> {
  const options: HelmetOptions = { contentSecurityPolicy: { useDefaults: false, directives } };
  const answer = new ServerResponse(new IncomingMessage(new Socket()));
  helmet(options)(answer.req, answer, (error) => {
    if (error) throw error;
  });
  return Object.fromEntries(
    Object.entries(answer.getHeaders()).map(([name, value]) => [name, String(value)]),
  );
}
