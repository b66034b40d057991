import type { Provider } from '@nestjs/common';
import { type FileShelf, openShelf } from '@celerity/service';
import { WorkerConfig } from '../../../worker-config.js';

/** Where the files of reports go. */
export class ReportSettings {
  constructor(readonly shelf: FileShelf) {}
}

/** The settings of reports as the worker's environment has them. */
export const reportSettingsProvider: Provider = {
  provide: ReportSettings,
  inject: [WorkerConfig],
  useFactory: ({ REPORT_DIR, s3 }: WorkerConfig) => new ReportSettings(openShelf('reports', REPORT_DIR, s3)),
};
