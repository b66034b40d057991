import { type BeforeApplicationShutdown, Inject, Injectable, Logger } from '@nestjs/common';
import { Interval } from '@nestjs/schedule';
import { Kysely, sql } from 'kysely';
import { answerInTime } from '../database/answer-in-time.js';
import type { GatewayDatabase } from '../database/gateway-database.js';

/** What somebody did, or tried. */
export interface AuditEntry {
  readonly actor: string;
  readonly action: string;
  readonly target?: string | undefined;
  readonly status: number;
  readonly address?: string | undefined;
  readonly requestId?: string | undefined;
  /** Without secrets: whoever records names the fields, and never hands on a body. */
  readonly details?: object | undefined;
}

/** Entries that wait for a database that is away; beyond it the newest are dropped, and the log says how many. */
const MOST_WAITING = 2_000;
const AT_ONCE = 200;
const RETRY_MS = 2_000;
const HOUR_MS = 3_600_000;
/** Failed logins recorded within a minute: whoever guesses must not fill the table. */
const MOST_LOGIN_FAILURES = 100;
const KEPT = sql<Date>`now() - interval '180 days'`;

/** Writes the audit log beside the requests: none waits for it, and none fails because of it. */
@Injectable()
export class AuditLog implements BeforeApplicationShutdown {
  private readonly logger = new Logger('AuditLog');
  private waiting: (AuditEntry & { readonly at: Date })[] = [];
  private writing: Promise<void> | null = null;
  private dropped = 0;
  private loginFailures = 0;

  constructor(@Inject(Kysely) private readonly db: Kysely<GatewayDatabase>) {}

  record(entry: AuditEntry): void {
    if (this.waiting.length >= MOST_WAITING) {
      this.dropped += 1;
      return;
    }
    this.waiting.push({ ...entry, at: new Date() });
    this.writing ??= this.write().finally(() => (this.writing = null));
  }

  /** Like `record`, for what anybody can cause without a token. */
  recordLoginFailure(entry: AuditEntry): void {
    this.loginFailures += 1;
    if (this.loginFailures <= MOST_LOGIN_FAILURES) this.record(entry);
  }

  @Interval(60_000)
  everyMinute(): void {
    const unrecorded = this.loginFailures - MOST_LOGIN_FAILURES;
    this.loginFailures = 0;
    if (unrecorded > 0)
      this.record({
        actor: 'celerity',
        action: 'login.unrecorded',
        status: 429,
        details: { count: unrecorded },
      });
    if (this.dropped > 0)
      this.logger.error(`${this.dropped} audit entries were dropped: the database was away`);
    this.dropped = 0;
  }

  @Interval(RETRY_MS)
  retry(): void {
    if (this.waiting.length > 0) this.writing ??= this.write().finally(() => (this.writing = null));
  }

  @Interval(HOUR_MS)
  async prune(): Promise<void> {
    const old = this.db.deleteFrom('audit').where('at', '<', KEPT).execute();
    await old.catch((error: Error) => this.logger.warn(`old audit entries stay: ${error.message}`));
  }

  async beforeApplicationShutdown(): Promise<void> {
    await this.writing;
    if (this.waiting.length > 0) await this.write();
  }

  private async write(): Promise<void> {
    while (this.waiting.length > 0) {
      const batch = this.waiting.slice(0, AT_ONCE);
      try {
        await answerInTime(
          this.db.insertInto('audit').values(batch.map(rowOf)).execute(),
          'audit entries wait',
        );
      } catch (error) {
        this.logger.warn(
          `${this.waiting.length} audit entries wait for the database: ${(error as Error).message}`,
        );
        return;
      }
      this.waiting = this.waiting.slice(batch.length);
    }
  }
}

function rowOf({
  at,
  actor,
  action,
  target,
  status,
  address,
  requestId,
  details,
}: AuditEntry & { at: Date }) {
  return {
    ...{ at, action, status, address: address ?? null, request_id: requestId ?? null },
    // Names of a login that failed are whatever somebody typed.
    ...{ actor: printable(actor), target: target === undefined ? null : printable(target) },
    details: details ? JSON.stringify(details) : null,
  };
}

function printable(text: string): string {
  return text.replaceAll('\u0000', '').slice(0, 256);
}
