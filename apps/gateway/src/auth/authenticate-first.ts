import { ExecutionContextHost } from '@nestjs/core/helpers/execution-context-host.js';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { AccessGuard } from './access.guard.js';
import { AccessRules } from './access-rules.js';

/**
 * Asks who it is before a body is read: a stranger is told so, and not what is wrong with the body, and none is kept
 * in memory for one. Routes that no rule here knows are the guard's to judge.
 */
export function authenticateFirst(app: NestFastifyApplication): void {
  const server = app.getHttpAdapter().getInstance();
  const guard = app.get(AccessGuard);
  let closed: ReadonlySet<string> | null = null;
  server.addHook('onRequest', (request, reply, done) => {
    closed ??= closedPaths(app);
    if (!closed.has(request.routeOptions.url ?? '')) return done();
    guard.authenticate(new ExecutionContextHost([request, reply])).then(() => done(), done);
  });
}

/** Paths on which every method needs a token. */
function closedPaths(app: NestFastifyApplication): ReadonlySet<string> {
  const rules = app.get(AccessRules).all();
  const open = new Set(rules.filter(({ isPublic }) => isPublic).map(({ path }) => path));
  return new Set(rules.map(({ path }) => path).filter((path) => !open.has(path)));
}
