import type { ServiceDefinition } from '@celerity/service';
import { AppModule } from './app.module.js';
import type { BridgeConfig } from './bridge-config.js';

/** The Kafka bridge: copies the task events of the journal to a topic. */
export const bridgeService: ServiceDefinition<BridgeConfig> = {
  name: 'kafka-bridge',
  module: () => AppModule,
};
