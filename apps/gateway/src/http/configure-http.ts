import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { HealthRegistry } from '@celerity/service';
import { Registry } from 'prom-client';
import { useBodyParsers } from './body-parsers.js';
import { KnownRoutes } from './known-routes.js';
import { closeConnectionsAtShutdown } from './last-answers.js';
import { ProblemFilter } from './problem-filter.js';
import { useRequestIds } from './request-ids.js';
import { useRequestMetrics } from './request-metrics.js';
import { RequestValidationPipe } from './request-validation.pipe.js';
import { useSecurityHeaders } from './security-headers.js';

/** Everything about HTTP that is the same for each route. No CORS: other origins may not read answers. */
export function configureHttp(app: NestFastifyApplication): void {
  const server = app.getHttpAdapter().getInstance();
  const routes = new KnownRoutes().watch(server);
  useRequestIds(server);
  useRequestMetrics(server, app.get(Registry));
  closeConnectionsAtShutdown(server, app.get(HealthRegistry));
  useBodyParsers(app);
  useSecurityHeaders(server);
  app.useGlobalPipes(new RequestValidationPipe());
  app.useGlobalFilters(new ProblemFilter(routes));
}
