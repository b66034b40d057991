import { explain, FileStoreConfig, FolderPath, RedisUrl, WholeNumber } from '@celerity/service';
import { FAMILIES, type Family, isFamily } from '@celerity/contracts';
import { Transform } from 'class-transformer';
import { IsEmail, IsIn, IsOptional, IsUrl } from 'class-validator';

/** The settings of a worker. */
export class WorkerConfig extends FileStoreConfig {
  override readonly PORT: number = 8001;

  /** Families whose queues this worker consumes, separated by commas; all of them unless told. */
  @Transform(({ value }: { value: unknown }) => (typeof value === 'string' ? splitList(value) : value))
  @IsIn(FAMILIES, {
    each: true,
    ...explain('names an unknown family', `use a comma-separated list of ${FAMILIES.join(', ')}`),
  })
  readonly WORKER_QUEUES: readonly string[] = FAMILIES;

  /** Handlers that run at the same time. */
  @WholeNumber('a number of handlers', { from: 1, to: 1_000 })
  readonly WORKER_CONCURRENCY: number = 10;

  /** How long a shutdown waits for running tasks, in milliseconds. */
  @WholeNumber('a number of milliseconds', { from: 0, to: 86_400_000 })
  readonly WORKER_GRACE_MS: number = 30_000;

  /** How often the worker says that it is alive, in milliseconds; after four missed heartbeats it counts as dead. */
  @WholeNumber('a usable number of milliseconds', { from: 500, to: 60_000 })
  readonly WORKER_HEARTBEAT_MS: number = 5_000;

  /** The broker's `consumer_timeout` in milliseconds: how long it waits for an ack. */
  @WholeNumber('a number of milliseconds', {
    from: 1,
    remedy: 'set it to the consumer_timeout of the broker',
  })
  readonly BROKER_CONSUMER_TIMEOUT: number = 2_100_000;

  /** Most megabytes of heap of a thread in which a task with `isolation: 'thread'` runs. */
  @WholeNumber('a number of megabytes', { from: 64, to: 65_536 })
  readonly WORKER_THREAD_MEMORY_MB: number = 512;

  /** How long a thread stays when it has nothing to do, in milliseconds. */
  @WholeNumber('a number of milliseconds', { from: 0, to: 86_400_000 })
  readonly WORKER_THREAD_IDLE_MS: number = 60_000;

  @IsUrl(
    { protocols: ['smtp', 'smtps'], require_tld: false, require_protocol: true, allow_underscores: true },
    explain('is not an smtp:// or smtps:// URL', 'set it to smtp://user:password@host:587'),
  )
  readonly SMTP_URL: string = 'smtp://127.0.0.1:2525';

  /** Sender of every mail. */
  @IsEmail(
    { require_tld: false },
    explain('is not an e-mail address', 'set it to the address mails come from'),
  )
  readonly MAIL_FROM: string = 'finance@mall.example';

  /** Where exported files are kept; the gateway that hands them out must see the same folder. */
  @FolderPath()
  readonly EXPORT_DIR: string = '.celerity/exports';

  /** How long an exported file is kept. */
  @WholeNumber('a number of hours', { from: 1, to: 8_760 })
  readonly EXPORT_KEEP_HOURS: number = 72;

  /** Where the files of reports are kept; the gateway that hands them out must see the same folder. */
  @FolderPath()
  readonly REPORT_DIR: string = '.celerity/reports';

  /** Where backups of the database are kept. */
  @FolderPath()
  readonly BACKUP_DIR: string = '.celerity/backups';

  /** The shared cache; a table in PostgreSQL unless set. */
  @IsOptional()
  @RedisUrl()
  readonly REDIS_URL?: string;

  get families(): readonly Family[] {
    return this.WORKER_QUEUES.filter(isFamily);
  }
}

function splitList(text: string): string[] {
  return [
    ...new Set(
      text
        .split(',')
        .map((part) => part.trim())
        .filter(Boolean),
    ),
  ];
}
