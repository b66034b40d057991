import type { Provider } from '@nestjs/common';
import { type FileShelf, openShelf } from '@celerity/service';
import { WorkerConfig } from '../../worker-config.js';
import type { BackupManifest } from './backup-manifest.js';

/** What is backed up, and where to. */
export class BackupSettings {
  constructor(
    readonly databaseUrl: string,
    readonly shelf: FileShelf<BackupManifest>,
    /** Folders in which programs are looked for, as in `PATH`. */
    readonly searchPath: string = process.env['PATH'] ?? '',
  ) {}
}

/** The settings of backups as the worker's environment has them. */
export const backupSettingsProvider: Provider = {
  provide: BackupSettings,
  inject: [WorkerConfig],
  useFactory: ({ DATABASE_URL, BACKUP_DIR, s3 }: WorkerConfig) =>
    new BackupSettings(DATABASE_URL, openShelf('backups', BACKUP_DIR, s3)),
};
