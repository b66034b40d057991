/** Another worker is backing up the same database. */
export class BackupAlreadyRunning extends Error {
  override readonly name = 'BackupAlreadyRunning';

  constructor() {
    super('another backup of this database is running: wait for it to end');
  }
}

/** The folder of backups may not hold another one. */
export class NotEnoughSpace extends Error {
  override readonly name = 'NotEnoughSpace';

  constructor(directory: string, free: bigint, needed: bigint) {
    super(
      `${directory} has ${megabytes(free)} free, the database takes up to ${megabytes(needed)}: ` +
        'free some space or set BACKUP_DIR to another folder',
    );
  }
}

/** There is no `pg_dump` that can dump this server. */
export class PostgresToolsMissing extends Error {
  override readonly name = 'PostgresToolsMissing';

  constructor(serverMajor: number, found: readonly number[]) {
    const others = found.length > 0 ? ` (found: ${[...new Set(found)].join(', ')})` : '';
    super(
      `no pg_dump and pg_restore of version ${serverMajor} or later on PATH or in /usr/lib/postgresql/*/bin${others}: ` +
        `install postgresql-client-${serverMajor} or later`,
    );
  }
}

/** What came out of the dump is not what is in the database. */
export class BackupNotVerified extends Error {
  override readonly name = 'BackupNotVerified';
}

function megabytes(bytes: bigint): string {
  return `${bytes / 1_048_576n} MiB`;
}
