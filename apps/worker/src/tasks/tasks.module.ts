import { type DynamicModule, Module, type ModuleMetadata } from '@nestjs/common';
import { Barriers, MonitorClientModule } from '@celerity/service';
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
  /** For the main thread, where the broker is. */
  static forRoot(config: WorkerConfig): DynamicModule {
    return assemble(config, { imports: [MonitorClientModule], providers: [Barriers] });
  }

  /** @param maxConnections of the thread's own pool */
  static inThread(config: WorkerConfig, maxConnections: number): DynamicModule {
    return assemble(config, {}, maxConnections);
  }
}

function assemble(
  config: WorkerConfig,
  { imports = [], providers = [] }: ModuleMetadata,
  maxConnections?: number,
): DynamicModule {
  const mall = new MallSettings(config.SMTP_URL, config.MAIL_FROM, config.CELERITY_TIMEZONE);
  return {
    module: TasksModule,
    imports: [MallModule.forRoot(mall, maxConnections), ...imports],
    providers: [
      ...financeTaskHandlers,
      ...reportsTaskHandlers,
      ...emailTaskHandlers,
      ...dataTaskHandlers,
      ...maintenanceTaskHandlers,
      ...diagnosticsTaskHandlers,
      ...providers,
    ],
  };
}
