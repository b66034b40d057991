import { type DynamicModule, Module } from '@nestjs/common';
import { createLogger, loadConfig, ServiceLogger, ServiceModule } from '@celerity/service';
import { ThreadEngineModule } from './engine/threads/thread-engine.module.js';
import { MALL_COMPLETION_TABLE } from './mall/mall-database.js';
import { TasksModule } from './tasks/tasks.module.js';
import { WorkerConfig } from './worker-config.js';

/** Of each thread's own pool: it runs one attempt at a time. */
const CONNECTIONS = 3;

/** Where threads find {@link createThreadModule}. */
export const threadModuleUrl = import.meta.url;

@Module({})
class ThreadModule {}

/** What a thread boots: the handlers with what they inject, without broker and intake. */
export function createThreadModule(): DynamicModule {
  const config = loadConfig(WorkerConfig);
  const logger = new ServiceLogger(createLogger('worker', config));
  return {
    module: ThreadModule,
    imports: [
      ServiceModule.forRoot({ name: 'worker', config, logger }),
      TasksModule.inThread(config, CONNECTIONS),
      ThreadEngineModule.forRoot(MALL_COMPLETION_TABLE),
    ],
  };
}
