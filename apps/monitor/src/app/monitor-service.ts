import { QueryServer, type ServiceDefinition } from '@celerity/service';
import { AppModule } from './app.module.js';
import type { MonitorConfig } from './monitor-config.js';

/** The monitor: projects the journal into tables and answers questions about them. */
export const monitorService: ServiceDefinition<MonitorConfig> = {
  name: 'monitor',
  module: () => AppModule,
  configure: (app) => void app.connectMicroservice({ strategy: app.get(QueryServer) }),
};
