import { type DynamicModule, Module } from '@nestjs/common';
import { MallModule } from '../mall/mall.module.js';
import { MallSettings } from '../mall/mall-settings.js';
import type { WorkerConfig } from '../worker-config.js';
import { dataTaskHandlers } from './data/index.js';
import { diagnosticsTaskHandlers } from './diagnostics/index.js';
import { emailTaskHandlers } from './email/index.js';
import { financeTaskHandlers } from './finance/index.js';
import { maintenanceTaskHandlers } from './maintenance/index.js';
import { reportsTaskHandlers } from './reports/index.js';

/** The handlers of every task and the mall that they work on: in the worker's main thread, and in each other. */
@Module({})
export class TasksModule {
  static forRoot(config: WorkerConfig, maxConnections?: number): DynamicModule {
    const mall = new MallSettings(config.SMTP_URL, config.MAIL_FROM, config.CELERITY_TIMEZONE);
    return {
      module: TasksModule,
      imports: [MallModule.forRoot(mall, maxConnections)],
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
