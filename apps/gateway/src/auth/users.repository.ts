import { Inject, Injectable } from '@nestjs/common';
import { Kysely, sql } from 'kysely';
import type { Role } from '@celerity/contracts';
import type { GatewayDatabase } from '../database/gateway-database.js';
import { answerInTime } from '../database/answer-in-time.js';

/** A user as made. */
export interface User {
  readonly username: string;
  readonly password_hash: string;
  readonly role: Role;
}

/** A user who wants to log in. */
export interface KnownUser extends User {
  readonly disabled_at: Date | null;
  /** Of the tokens that are made now. */
  readonly generation: number;
}

/** Any number, as long as nobody else in the database uses it for a lock. */
const FIRST_USER_LOCK = 7_203_114;

@Injectable()
export class UsersRepository {
  constructor(@Inject(Kysely) private readonly db: Kysely<GatewayDatabase>) {}

  /** @throws StoreUnavailable */
  async find(username: string): Promise<KnownUser | null> {
    const found = this.db
      .selectFrom('users')
      .leftJoin('token_generations', 'token_generations.username', 'users.username')
      .select(['users.username', 'password_hash', 'role', 'disabled_at'])
      .select(({ fn, val }) => fn.coalesce('generation', val(0)).as('generation'))
      .where('users.username', '=', username)
      .executeTakeFirst();
    return (await answerInTime(found, 'users cannot be read')) ?? null;
  }

  /** Stores the user that `make` gives, if there is none at all; of several replicas one calls `make`. */
  async createFirst(make: () => Promise<User>): Promise<void> {
    await this.db.transaction().execute(async (transaction) => {
      await sql`select pg_advisory_xact_lock(${FIRST_USER_LOCK})`.execute(transaction);
      const anyone = await transaction.selectFrom('users').select('username').limit(1).executeTakeFirst();
      if (!anyone)
        await transaction
          .insertInto('users')
          .values(await make())
          .execute();
    });
  }
}
