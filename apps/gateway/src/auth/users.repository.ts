import { Inject, Injectable } from '@nestjs/common';
import { Kysely, sql } from 'kysely';
import type { Role } from '@celerity/contracts';
import type { GatewayDatabase } from '../database/gateway-database.js';
import { StoreUnavailable } from '../database/store-unavailable.js';

/** A user as kept. */
export interface User {
  readonly username: string;
  readonly password_hash: string;
  readonly role: Role;
}

/** Any number, as long as nobody else in the database uses it for a lock. */
const FIRST_USER_LOCK = 7_203_114;

@Injectable()
export class UsersRepository {
  constructor(@Inject(Kysely) private readonly db: Kysely<GatewayDatabase>) {}

  /** @throws StoreUnavailable */
  async find(username: string): Promise<User | null> {
    try {
      const found = await this.db
        .selectFrom('users')
        .select(['username', 'password_hash', 'role'])
        .where('username', '=', username)
        .executeTakeFirst();
      return found ?? null;
    } catch (cause) {
      throw new StoreUnavailable('users cannot be read', { cause });
    }
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
