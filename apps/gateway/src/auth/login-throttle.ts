import { createHash } from 'node:crypto';
import { Inject, Injectable, Logger } from '@nestjs/common';
import { Interval } from '@nestjs/schedule';
import { Kysely, sql } from 'kysely';
import { answerInTime } from '../database/answer-in-time.js';
import type { GatewayDatabase } from '../database/gateway-database.js';

const MOST_FAILURES = 10;
const FORGET_AFTER = sql<Date>`now() + interval '15 minutes'`;
const IS_OVER = sql<boolean>`login_failures.until <= now()`;
const PRUNE_MS = 5 * 60_000;

/**
 * Slows down guessing: after ten failures of a user from an address within a quarter of an hour, that pair must
 * wait until it is over. Unknown users count like known ones, and all replicas count together: a login needs the
 * database anyway. The limit of logins by address bounds how many pairs there can be.
 */
@Injectable()
export class LoginThrottle {
  private readonly logger = new Logger('LoginThrottle');

  constructor(@Inject(Kysely) private readonly db: Kysely<GatewayDatabase>) {}

  /**
   * Counts an attempt before it is made, so that attempts side by side count too. Seconds to wait, 0 for none.
   * @throws StoreUnavailable
   */
  async admit(username: string, address: string): Promise<number> {
    const counted = this.db
      .insertInto('login_failures')
      .values({ key: keyOf(username, address), failures: 1, until: FORGET_AFTER })
      .onConflict((conflict) =>
        conflict.column('key').doUpdateSet({
          failures: sql`case when ${IS_OVER} then 1 else login_failures.failures + 1 end`,
          until: sql`case when ${IS_OVER} then ${FORGET_AFTER} else login_failures.until end`,
        }),
      )
      .returning(['failures', sql<number>`extract(epoch from until - now())::float8`.as('left')])
      .executeTakeFirstOrThrow();
    const { failures, left } = await answerInTime(counted, 'failed logins cannot be counted');
    return failures > MOST_FAILURES ? Math.max(1, Math.ceil(left)) : 0;
  }

  /** The password was right: whatever failed before is forgotten. @throws StoreUnavailable */
  async succeeded(username: string, address: string): Promise<void> {
    const forgotten = this.db
      .deleteFrom('login_failures')
      .where('key', '=', keyOf(username, address))
      .execute();
    await answerInTime(forgotten, 'failed logins cannot be forgotten');
  }

  @Interval(PRUNE_MS)
  async prune(): Promise<void> {
    await this.db
      .deleteFrom('login_failures')
      .where('until', '<=', sql<Date>`now()`)
      .execute()
      .catch((error: Error) => this.logger.warn(`old failures stay for now: ${error.message}`));
  }
}

/** A name may be as long as a body; a key is not, and passwords typed into the wrong field are not kept. */
function keyOf(username: string, address: string): string {
  return createHash('sha256')
    .update(JSON.stringify([username, address]))
    .digest('hex');
}
