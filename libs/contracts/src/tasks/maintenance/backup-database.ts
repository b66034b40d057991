import {
  ArrayMaxSize,
  Equals,
  IsArray,
  IsInt,
  IsOptional,
  IsString,
  Matches,
  Max,
  Min,
} from 'class-validator';
import { defineTask } from '../../task-definition.js';

export class BackupDatabaseInput {
  /** So many backups are kept, the new one among them; 7 unless given. */
  @IsOptional() @IsInt() @Min(1) @Max(365) keep?: number;
}

export class BackupDatabaseOutput {
  /** Name of the file in the folder of backups. */
  @IsString() file_name: string;
  @IsInt() bytes: number;
  /** Of the whole file, in hexadecimal. */
  @Matches(/^[0-9a-f]{64}$/) sha256: string;
  @IsInt() tables: number;
  @IsInt() rows: number;
  /** The file was restored into a scratch database, and each table had as many rows as the original. */
  @Equals(true) verified: true;
  /** Older backups that were deleted. */
  @IsArray() @ArrayMaxSize(10_000) @IsString({ each: true }) removed: string[];
}

export const backupDatabase = defineTask({
  name: 'backup_database',
  family: 'maintenance',
  summary: 'Dumps the database, restores the dump to verify it, and deletes the oldest backups.',
  input: BackupDatabaseInput,
  output: BackupDatabaseOutput,
  positional: ['keep'],
  effect: 'keyed',
  // What another attempt would meet as well.
  retry: {
    maxRetries: 2,
    baseDelayMs: 60_000,
    giveUpOn: ['BackupAlreadyRunning', 'NotEnoughSpace', 'PostgresToolsMissing', 'BackupNotVerified'],
  },
});
