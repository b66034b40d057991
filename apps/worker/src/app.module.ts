import { type DynamicModule, Module } from '@nestjs/common';
import { BrokerModule } from '@celerity/service';
import { EngineModule } from './engine/engine.module.js';
import { EngineSettings } from './engine/engine-settings.js';
import { diagnosticsTaskHandlers } from './tasks/diagnostics/index.js';
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
    );
    return {
      module: AppModule,
      imports: [
        BrokerModule.forRoot({ service: 'worker' }),
        EngineModule.forRoot(settings, 'mall.task_completions'),
      ],
      providers: [...diagnosticsTaskHandlers],
    };
  }
}
