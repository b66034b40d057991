import { resolve } from 'node:path';
import type { Provider } from '@nestjs/common';
import { WorkerConfig } from '../../worker-config.js';

/** Where exported files go, and for how long. */
export class ExportSettings {
  readonly directory: string;

  constructor(
    directory: string,
    readonly keepHours: number,
  ) {
    this.directory = resolve(directory);
  }
}

/** The settings of exports as the worker's environment has them. */
export const exportSettingsProvider: Provider = {
  provide: ExportSettings,
  inject: [WorkerConfig],
  useFactory: ({ EXPORT_DIR, EXPORT_KEEP_HOURS }: WorkerConfig) =>
    new ExportSettings(EXPORT_DIR, EXPORT_KEEP_HOURS),
};
