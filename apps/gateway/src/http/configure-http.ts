import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { HealthRegistry } from '@celerity/service';
import { Registry } from 'prom-client';
import type { GatewayConfig } from '../config/gateway-config.js';
import { authenticateFirst } from '../auth/authenticate-first.js';
import { limitByAddress } from '../rate-limits/address-limit.js';
import { RateLimiter } from '../rate-limits/rate-limiter.js';
import { allowOrigins } from './allowed-origins.js';
import { useBodyParsers } from './body-parsers.js';
import { KnownRoutes } from './known-routes.js';
import { closeConnectionsAtShutdown } from './last-answers.js';
import { ProblemFilter } from './problem-filter.js';
import { useRequestIds } from './request-ids.js';
import { useRequestMetrics } from './request-metrics.js';
import { RequestValidationPipe } from './request-validation.pipe.js';
import { useSecurityHeaders } from './security-headers.js';

/** Everything about HTTP that is the same for each route. */
export function configureHttp(app: NestFastifyApplication, config: GatewayConfig): void {
  const server = app.getHttpAdapter().getInstance();
  const routes = new KnownRoutes().watch(server);
  useRequestIds(server);
  useRequestMetrics(server, app.get(Registry));
  closeConnectionsAtShutdown(server, app.get(HealthRegistry));
  useBodyParsers(app);
  useSecurityHeaders(server);
  allowOrigins(app, config.CORS_ORIGINS);
  limitByAddress(server, app.get(RateLimiter));
  authenticateFirst(app);
  app.useGlobalPipes(new RequestValidationPipe());
  app.useGlobalFilters(new ProblemFilter(routes));
}
