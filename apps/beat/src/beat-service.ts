import { QueryServer, type ServiceDefinition } from '@celerity/service';
import { AppModule } from './app.module.js';
import type { BeatConfig } from './beat-config.js';

/** Beat: fires schedules and timers, and answers questions about them. */
export const beatService: ServiceDefinition<BeatConfig> = {
  name: 'beat',
  module: () => AppModule,
  configure: (app) => void app.connectMicroservice({ strategy: app.get(QueryServer) }),
};
