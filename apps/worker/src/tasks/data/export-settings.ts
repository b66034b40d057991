import type { Provider } from '@nestjs/common';
import { type FileShelf, openShelf } from '@celerity/service';
import { WorkerConfig } from '../../worker-config.js';

/** Where exported files go, and for how long. */
export class ExportSettings {
  constructor(
    readonly shelf: FileShelf,
    readonly keepHours: number,
  ) {}
}

/** The settings of exports as the worker's environment has them. */
export const exportSettingsProvider: Provider = {
  provide: ExportSettings,
  inject: [WorkerConfig],
  useFactory: ({ EXPORT_DIR, EXPORT_KEEP_HOURS, s3 }: WorkerConfig) =>
    new ExportSettings(openShelf('exports', EXPORT_DIR, s3), EXPORT_KEEP_HOURS),
};
