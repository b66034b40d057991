import { TaskCatalogue } from '@celerity/contracts';
import { createLogger, loadConfig, PostgresModule, ServiceLogger, ServiceModule } from '@celerity/service';
import { ThreadEngineModule } from '@celerity/worker/dist/engine/threads/thread-engine.module.js';
import { WorkerConfig } from '@celerity/worker/dist/worker-config.js';
import { type DynamicModule, Module } from '@nestjs/common';
import { chaosHandlers } from './tasks/chaos-handlers.js';
import { CHAOS_TASKS } from './tasks/chaos-tasks.js';
import { effectsMigrations } from './tasks/effects.js';

export const threadModuleUrl = import.meta.url;

@Module({})
class ChaosThreadModule {}

/** What threads of the chaos worker boot. */
export function createThreadModule(): DynamicModule {
  const config = loadConfig(WorkerConfig);
  return {
    module: ChaosThreadModule,
    imports: [
      ServiceModule.forRoot({
        ...{ name: 'worker', config, logger: new ServiceLogger(createLogger('worker', config)) },
      }),
      PostgresModule.forRoot({
        ...{ schema: 'chaos', applicationName: 'chaos-worker', migrations: effectsMigrations },
        maxConnections: 3,
      }),
      ThreadEngineModule.forRoot('chaos.task_completions', new TaskCatalogue(CHAOS_TASKS)),
    ],
    providers: chaosHandlers,
  };
}
