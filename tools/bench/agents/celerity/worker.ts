import 'reflect-metadata';
import { TaskCatalogue } from '@celerity/contracts';
import { BrokerModule, runService } from '@celerity/service';
import { EngineModule } from '@celerity/worker/dist/engine/engine.module.js';
import { EngineSettings } from '@celerity/worker/dist/engine/engine-settings.js';
import {
  HandlesTask,
  type TaskHandler,
} from '@celerity/worker/dist/engine/handlers/task-handler.decorator.js';
import { WorkerConfig } from '@celerity/worker/dist/worker-config.js';
import { type DynamicModule, Module } from '@nestjs/common';
import { now } from '../pace.ts';
import { noop, type NoopOutput } from './noop-task.ts';

class NoopHandler implements TaskHandler<typeof noop> {
  run(): Promise<NoopOutput> {
    return Promise.resolve({ started: now() });
  }
}
HandlesTask(noop)(NoopHandler);

/** The product's engine as a worker starts it, with one handler that does nothing. */
class BenchWorkerModule {
  static forRoot(config: WorkerConfig): DynamicModule {
    const settings = new EngineSettings(
      config.families,
      config.WORKER_CONCURRENCY,
      config.WORKER_GRACE_MS,
      config.BROKER_CONSUMER_TIMEOUT,
      {
        moduleUrl: new URL('./no-threads.js', import.meta.url).href,
        memoryMb: config.WORKER_THREAD_MEMORY_MB,
        idleMs: config.WORKER_THREAD_IDLE_MS,
      },
    );
    return {
      module: BenchWorkerModule,
      imports: [
        BrokerModule.forRoot({ service: 'worker' }),
        EngineModule.forRoot(settings, 'bench.none', new TaskCatalogue([noop])),
      ],
      providers: [NoopHandler],
    };
  }
}
Module({})(BenchWorkerModule);

await runService({
  name: 'worker',
  Config: WorkerConfig,
  module: (config) => BenchWorkerModule.forRoot(config),
});
