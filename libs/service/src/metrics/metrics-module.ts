import { Module, type DynamicModule } from '@nestjs/common';
import { collectDefaultMetrics, Registry } from 'prom-client';
import { DEFAULT_LABELS, MetricsController } from './metrics-controller.js';

/** Gives each application a prom-client `Registry` of its own (inject it by class) and serves `GET /metrics`. */
@Module({})
export class MetricsModule {
  static forRoot(options: { service: string }): DynamicModule {
    const labels = { service: options.service };
    return {
      module: MetricsModule,
      global: true,
      controllers: [MetricsController],
      providers: [
        { provide: DEFAULT_LABELS, useValue: labels },
        { provide: Registry, useFactory: () => createRegistry(labels) },
      ],
      exports: [Registry],
    };
  }
}

function createRegistry(labels: Record<string, string>): Registry {
  const registry = new Registry();
  registry.setDefaultLabels(labels);
  collectDefaultMetrics({ register: registry });
  return registry;
}
