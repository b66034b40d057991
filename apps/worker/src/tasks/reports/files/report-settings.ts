import type { Provider } from '@nestjs/common';
import { WorkerConfig } from '../../../worker-config.js';

/** Where the files of reports go. */
export class ReportSettings {
  constructor(readonly directory: string) {}
}

/** The settings of reports as the worker's environment has them. */
export const reportSettingsProvider: Provider = {
  provide: ReportSettings,
  inject: [WorkerConfig],
  useFactory: ({ REPORT_DIR }: WorkerConfig) => new ReportSettings(REPORT_DIR),
};
