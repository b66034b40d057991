import { Module, type DynamicModule, type Type } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { FastifyAdapter, type NestFastifyApplication } from '@nestjs/platform-fastify';
import type { Logger } from 'pino';
import type { ServiceConfig } from '../config/service-config.js';
import { createLogger } from '../logging/create-logger.js';
import { logRequests } from '../logging/request-log.js';
import { ServiceLogger } from '../logging/service-logger.js';
import { traceRequests } from '../tracing/trace-requests.js';
import { Tracing } from '../tracing/tracing.js';
import { answerConnectionErrors } from '../unrouted/connection-errors.js';
import { answerFrameworkErrors, PATH_PART_LIMIT } from '../unrouted/framework-errors.js';
import { RefusalLog } from '../unrouted/refusal-log.js';
import { answerUnusualRequests } from '../unrouted/unusual-requests.js';
import { ServiceModule } from './service-module.js';

/** What a service is made of. */
export interface ServiceDefinition<C extends ServiceConfig> {
  /** `gateway`, `worker`, … as it appears in logs and metrics. */
  readonly name: string;
  /** The service's root module. */
  module(config: C): Type | DynamicModule;
  /** Addresses of the proxies whose `X-Forwarded-For` is believed; without it, none is. */
  trustedProxies?(config: C): readonly string[];
  /** Pipes, guards, documentation, `app.connectMicroservice(…)`: before initialisation. */
  configure?(app: NestFastifyApplication, config: C): Promise<void> | void;
}

const BODY_LIMIT_BYTES = 1024 * 1024;
/** Until a request must have come in whole; how long its answer takes does not count. */
const REQUEST_TIMEOUT_MS = 60_000;
/** How often Node looks for requests that are late. */
const LATE_CHECK_MS = 1_000;

@Module({})
class RootModule {}

/** Creates and configures the application, without initialising it or listening: for tests and `runService`. */
export async function createServiceApplication<C extends ServiceConfig>(
  definition: ServiceDefinition<C>,
  config: C,
  logger: Logger = createLogger(definition.name, config),
): Promise<NestFastifyApplication> {
  const serviceLogger = new ServiceLogger(logger);
  const root: DynamicModule = {
    module: RootModule,
    imports: [
      ServiceModule.forRoot({ name: definition.name, config, logger: serviceLogger }),
      definition.module(config),
    ],
  };
  const proxies = definition.trustedProxies?.(config) ?? [];
  const refusals = new RefusalLog(logger);
  const adapter = new FastifyAdapter({
    // What still arrives while we close is answered like everything before; Fastify's own 503 tells nobody what to do.
    return503OnClosing: false,
    bodyLimit: BODY_LIMIT_BYTES,
    requestTimeout: REQUEST_TIMEOUT_MS,
    // A missing Host is refused by us, with a reason.
    http: { requireHostHeader: false, connectionsCheckingInterval: LATE_CHECK_MS },
    routerOptions: { ignoreTrailingSlash: true, maxParamLength: PATH_PART_LIMIT },
    trustProxy: proxies.length > 0 ? [...proxies] : false,
    clientErrorHandler: answerConnectionErrors(refusals),
    frameworkErrors: answerFrameworkErrors(refusals),
  });
  logRequests(adapter, logger);
  answerUnusualRequests(adapter.getInstance(), refusals);
  const app = await NestFactory.create<NestFastifyApplication>(root, adapter, {
    logger: serviceLogger,
    abortOnError: false,
  });
  traceRequests(adapter, app.get(Tracing));
  await definition.configure?.(app, config);
  return app;
}
