import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import fastifyStatic from '@fastify/static';
import { Logger } from '@nestjs/common';
import type { FastifyInstance, FastifyRequest } from 'fastify';

/** Where the dashboard's build is, as seen from this file's and from its compiled place. */
export const DASHBOARD_DIR = join(import.meta.dirname, '../../../dashboard/dist');

/** Their names change with their content. */
const HASHED = '/assets/';
const FOR_GOOD = 'public, max-age=31536000, immutable';
const ASK_AGAIN = 'no-cache';

/** Paths that belong to programs: what is not found there is a problem, not a page. */
const NOT_PAGES = /^\/(api|assets|docs|health|metrics|openapi\.json)(\/|$)/;

/** Serves the dashboard at `/`; without a build of it the gateway serves everything else. */
export function serveDashboard(server: FastifyInstance, directory = DASHBOARD_DIR): void {
  const index = join(directory, 'index.html');
  if (!existsSync(index)) {
    new Logger('Dashboard').warn(`not built, so not served: nothing at ${index} (npx nx build dashboard)`);
    return;
  }
  const page = readFileSync(index);
  // It names the hashed files, so an old copy would ask for files that are gone.
  server.addHook('onRequest', (request, reply, done) => {
    if (!isPage(request)) return done();
    void reply.type('text/html; charset=utf-8').header('cache-control', ASK_AGAIN).send(page);
  });
  void server.register(fastifyStatic, {
    root: directory,
    wildcard: false,
    decorateReply: false,
    cacheControl: false,
    setHeaders: (reply, path) => {
      const hashed = path.includes(HASHED);
      reply.header('cache-control', hashed ? FOR_GOOD : ASK_AGAIN);
    },
  });
}

/** A browser went to an address that only the dashboard's own router knows. */
function isPage(request: FastifyRequest): boolean {
  if (!request.is404 || (request.method !== 'GET' && request.method !== 'HEAD')) return false;
  return wantsHtml(request.headers.accept) && !NOT_PAGES.test(request.url.split('?', 1)[0] ?? '');
}

function wantsHtml(accept = ''): boolean {
  return accept.includes('text/html');
}
