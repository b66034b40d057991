import { type DynamicModule, Module } from '@nestjs/common';
import { BrokerModule } from '@celerity/service';
import { EngineModule } from './engine/engine.module.js';
import { EngineSettings } from './engine/engine-settings.js';
import { MALL_COMPLETION_TABLE } from './mall/mall-database.js';
import { TasksModule } from './tasks/tasks.module.js';
import { threadModuleUrl } from './thread-module.js';
import type { WorkerConfig } from './worker-config.js';

/** A worker: the broker, the engine, and the handlers of every task. */
@Module({})
export class AppModule {
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
      config.WORKER_HEARTBEAT_MS,
    );
    return {
      module: AppModule,
      imports: [
        BrokerModule.forRoot({ service: 'worker' }),
        TasksModule.forRoot(config),
        EngineModule.forRoot(settings, MALL_COMPLETION_TABLE),
      ],
    };
  }
}
