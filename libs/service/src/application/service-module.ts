import { Module, type DynamicModule } from '@nestjs/common';
import { ServiceConfig } from '../config/service-config.js';
import { HealthModule } from '../health/health-module.js';
import { ServiceLogger } from '../logging/service-logger.js';
import { createTracing } from '../tracing/create-tracing.js';
import { Tracing } from '../tracing/tracing.js';
import { MetricsModule } from '../metrics/metrics-module.js';

/**
 * What every service's providers may inject: the validated config (as `ServiceConfig` and as its own class),
 * `ServiceLogger`, `Tracing`, prom-client's `Registry` and `HealthRegistry`.
 */
@Module({})
export class ServiceModule {
  static forRoot(options: { name: string; config: ServiceConfig; logger: ServiceLogger }): DynamicModule {
    const { name, config, logger } = options;
    const configTokens = new Set([ServiceConfig, config.constructor as typeof ServiceConfig]);
    const providers = [
      ...[...configTokens].map((provide) => ({ provide, useValue: config })),
      { provide: ServiceLogger, useValue: logger },
      { provide: Tracing, useFactory: () => createTracing(name, config) },
    ];
    return {
      module: ServiceModule,
      global: true,
      imports: [MetricsModule.forRoot({ service: name }), HealthModule],
      providers,
      exports: [...configTokens, ServiceLogger, Tracing],
    };
  }
}
