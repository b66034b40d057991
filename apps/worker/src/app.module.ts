import { type DynamicModule, Module } from '@nestjs/common';
import { BrokerModule } from '@celerity/service';
import { EngineModule } from './engine/engine.module.js';
import { EngineSettings } from './engine/engine-settings.js';
import { MallModule } from './mall/mall.module.js';
import { MallSettings } from './mall/mall-settings.js';
import { dataTaskHandlers } from './tasks/data/index.js';
import { diagnosticsTaskHandlers } from './tasks/diagnostics/index.js';
import { emailTaskHandlers } from './tasks/email/index.js';
import { financeTaskHandlers } from './tasks/finance/index.js';
import { maintenanceTaskHandlers } from './tasks/maintenance/index.js';
import { reportsTaskHandlers } from './tasks/reports/index.js';
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
      config.WORKER_HEARTBEAT_MS,
    );
    const mall = new MallSettings(config.SMTP_URL, config.MAIL_FROM, config.CELERITY_TIMEZONE);
    return {
      module: AppModule,
      imports: [
        BrokerModule.forRoot({ service: 'worker' }),
        MallModule.forRoot(mall),
        EngineModule.forRoot(settings, 'mall.task_completions'),
      ],
      providers: [
        ...financeTaskHandlers,
        ...reportsTaskHandlers,
        ...emailTaskHandlers,
        ...dataTaskHandlers,
        ...maintenanceTaskHandlers,
        ...diagnosticsTaskHandlers,
      ],
    };
  }
}
