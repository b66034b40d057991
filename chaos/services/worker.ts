import { TaskCatalogue } from '@celerity/contracts';
import { BrokerModule, PostgresModule, runService } from '@celerity/service';
import { EngineModule } from '@celerity/worker/dist/engine/engine.module.js';
import { EngineSettings } from '@celerity/worker/dist/engine/engine-settings.js';
import { WorkerConfig } from '@celerity/worker/dist/worker-config.js';
import { type DynamicModule, Module } from '@nestjs/common';
import { chaosHandlers } from './tasks/chaos-handlers.js';
import { CHAOS_TASKS } from './tasks/chaos-tasks.js';
import { effectsMigrations } from './tasks/effects.js';
import { threadModuleUrl } from './worker-thread.js';

/** The product's engine, with chaos handlers instead of the mall's. */
@Module({})
class ChaosWorkerModule {
  static forRoot(config: WorkerConfig): DynamicModule {
    const settings = new EngineSettings(
      config.families,
      config.WORKER_CONCURRENCY,
      config.WORKER_GRACE_MS,
      config.BROKER_CONSUMER_TIMEOUT,
      {
        moduleUrl: threadModuleUrl,
        memoryMb: config.WORKER_THREAD_MEMORY_MB,
        idleMs: config.WORKER_THREAD_IDLE_MS,
      },
    );
    return {
      module: ChaosWorkerModule,
      imports: [
        BrokerModule.forRoot({ service: 'worker' }),
        PostgresModule.forRoot({
          schema: 'chaos',
          applicationName: 'chaos-worker',
          migrations: effectsMigrations,
          maxConnections: 20,
        }),
        EngineModule.forRoot(settings, 'chaos.task_completions', new TaskCatalogue(CHAOS_TASKS)),
      ],
      providers: chaosHandlers,
    };
  }
}

await runService({
  name: 'worker',
  Config: WorkerConfig,
  module: (config) => ChaosWorkerModule.forRoot(config),
});
