import type { BackupDatabaseOutput } from '@celerity/contracts';

/** The record of a backup, `<file>.json`: the task's result without what it removed, and the task. */
export interface BackupManifest extends Omit<BackupDatabaseOutput, 'removed'> {
  readonly task_id: string;
  readonly created_at: string;
}
