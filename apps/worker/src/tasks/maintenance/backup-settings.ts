import { resolve } from 'node:path';
import type { Provider } from '@nestjs/common';
import { WorkerConfig } from '../../worker-config.js';

/** What is backed up, and where to. */
export class BackupSettings {
  readonly directory: string;

  constructor(
    readonly databaseUrl: string,
    directory: string,
    /** Folders in which programs are looked for, as in `PATH`. */
    readonly searchPath: string = process.env['PATH'] ?? '',
  ) {
    this.directory = resolve(directory);
  }
}

/** The settings of backups as the worker's environment has them. */
export const backupSettingsProvider: Provider = {
  provide: BackupSettings,
  inject: [WorkerConfig],
  useFactory: ({ DATABASE_URL, BACKUP_DIR }: WorkerConfig) => new BackupSettings(DATABASE_URL, BACKUP_DIR),
};
