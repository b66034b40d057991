import { Inject, Injectable, Logger, type OnModuleInit } from '@nestjs/common';
import { Interval } from '@nestjs/schedule';
import { Kysely, sql, type Transaction } from 'kysely';
import { answerInTime } from '../database/answer-in-time.js';
import type { GatewayDatabase } from '../database/gateway-database.js';
import type { Principal } from './principal.js';

/** How often what other replicas changed is read: a void token works no longer than that. */
const REFRESH_MS = 15_000;
/** No token lives longer than a day, so older changes concern none. */
const OLDEST = sql<Date>`now() - interval '25 hours'`;

/**
 * Ends tokens before their time: each token names its user's generation, and a changed password, role or state
 * begins a new one. Known in memory, so that no request asks the database, and none waits for one that is away.
 */
@Injectable()
export class TokenGenerations implements OnModuleInit {
  private readonly logger = new Logger('TokenGenerations');
  private current: ReadonlyMap<string, number> = new Map();

  constructor(@Inject(Kysely) private readonly db: Kysely<GatewayDatabase>) {}

  /** Before any request is taken; the migrations have run. */
  async onModuleInit(): Promise<void> {
    await this.refresh();
  }

  /** False for a token of an earlier generation than its user has now. */
  isCurrent({ name, generation }: Principal): boolean {
    return generation === undefined || generation >= (this.current.get(name) ?? 0);
  }

  /** Ends the tokens there are of this user, everywhere, once the transaction is committed. */
  async begin(username: string, transaction: Transaction<GatewayDatabase>): Promise<void> {
    await transaction
      .insertInto('token_generations')
      .values({ username, generation: 1 })
      .onConflict((conflict) =>
        conflict.column('username').doUpdateSet({
          generation: sql`token_generations.generation + 1`,
          changed_at: sql`now()`,
        }),
      )
      .execute();
  }

  /** Reads what has changed; what was known stays when that fails. */
  @Interval(REFRESH_MS)
  async refresh(): Promise<void> {
    const changed = this.db
      .selectFrom('token_generations')
      .select(['username', 'generation'])
      .where('changed_at', '>', OLDEST)
      .execute();
    try {
      const rows = await answerInTime(changed, 'ended tokens cannot be read');
      this.current = new Map(rows.map(({ username, generation }) => [username, generation]));
    } catch (error) {
      this.logger.warn(`${(error as Error).message}: those that were ended just now still work`);
    }
  }
}
