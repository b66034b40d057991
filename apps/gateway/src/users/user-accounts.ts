import { Inject, Injectable } from '@nestjs/common';
import { Kysely, sql, type Transaction } from 'kysely';
import type { NewUser, Role, UserChanges, UserFilter, UserPage, UserView } from '@celerity/contracts';
import { PasswordHashing } from '../auth/password-hashing.js';
import { TokenGenerations } from '../auth/token-generations.js';
import { answerInTime } from '../database/answer-in-time.js';
import type { GatewayDatabase } from '../database/gateway-database.js';
import { StoreUnavailable } from '../database/store-unavailable.js';
import { ProblemException } from '../http/problem-exception.js';
import { lastAdmin, unknownUser, usernameTaken } from './user-problems.js';

const DEFAULT_LIMIT = 100;
/** Held by whoever changes users, so that two admins cannot remove each other at once. */
const USERS_LOCK = 7_203_115;
const COLUMNS = ['username', 'role', 'disabled_at', 'created_at'] as const;

/** Changes users. Whatever ends a user's right to something ends the tokens that were given for it. */
@Injectable()
export class UserAccounts {
  constructor(
    @Inject(Kysely) private readonly db: Kysely<GatewayDatabase>,
    private readonly passwords: PasswordHashing,
    private readonly generations: TokenGenerations,
  ) {}

  /** @throws StoreUnavailable */
  async page({ limit = DEFAULT_LIMIT, cursor }: UserFilter): Promise<UserPage> {
    let query = this.db
      .selectFrom('users')
      .select(COLUMNS)
      .orderBy('username')
      .limit(limit + 1);
    if (cursor !== undefined) query = query.where('username', '>', cursor);
    const counting = this.db.selectFrom('users').select(({ fn }) => fn.countAll<string>().as('count'));
    const asked = Promise.all([query.execute(), counting.executeTakeFirst()]);
    const [rows, total] = await answerInTime(asked, 'users cannot be read');
    const results = rows.slice(0, limit).map(viewOf);
    const next_cursor = rows.length > limit ? (results.at(-1)?.username ?? null) : null;
    return { count: Number(total?.count ?? 0), results, next_cursor };
  }

  /** @throws ProblemException 409 when the name is taken */
  async create({ username, password, role }: NewUser): Promise<UserView> {
    const password_hash = await this.passwords.hash(password);
    const row = await this.change((transaction) =>
      transaction
        .insertInto('users')
        .values({ username, password_hash, role })
        .onConflict((conflict) => conflict.column('username').doNothing())
        .returning(COLUMNS)
        .executeTakeFirst(),
    );
    if (!row) throw usernameTaken(username);
    return viewOf(row);
  }

  /** @throws ProblemException 404, or 409 when no admin would be left */
  async edit(username: string, { role, password, disabled }: UserChanges): Promise<UserView> {
    const password_hash = password === undefined ? undefined : await this.passwords.hash(password);
    return this.change(async (transaction) => {
      const row = await transaction
        .updateTable('users')
        .set({
          ...(role === undefined ? {} : { role }),
          ...(password_hash === undefined ? {} : { password_hash }),
          ...(disabled === undefined
            ? {}
            : { disabled_at: disabled ? sql<Date>`coalesce(disabled_at, now())` : null }),
        })
        .where('username', '=', username)
        .returning(COLUMNS)
        .executeTakeFirst();
      if (!row) throw unknownUser(username);
      await this.afterChange(username, transaction);
      return viewOf(row);
    });
  }

  /** @throws ProblemException 404, or 409 when no admin would be left */
  async delete(username: string): Promise<UserView> {
    return this.change(async (transaction) => {
      const row = await transaction
        .deleteFrom('users')
        .where('username', '=', username)
        .returning(COLUMNS)
        .executeTakeFirst();
      if (!row) throw unknownUser(username);
      await this.afterChange(username, transaction);
      return viewOf(row);
    });
  }

  private async afterChange(username: string, transaction: Transaction<GatewayDatabase>): Promise<void> {
    const admin = await transaction
      .selectFrom('users')
      .select('username')
      .where('role', '=', 'admin')
      .where('disabled_at', 'is', null)
      .limit(1)
      .executeTakeFirst();
    if (!admin) throw lastAdmin(username);
    await this.generations.begin(username, transaction);
  }

  private async change<T>(make: (transaction: Transaction<GatewayDatabase>) => Promise<T>): Promise<T> {
    const changed = await this.db
      .transaction()
      .execute(async (transaction) => {
        await sql`select pg_advisory_xact_lock(${USERS_LOCK})`.execute(transaction);
        return make(transaction);
      })
      .catch((cause: unknown) => {
        throw cause instanceof ProblemException
          ? cause
          : new StoreUnavailable('users cannot be changed', { cause });
      });
    await this.generations.refresh();
    return changed;
  }
}

interface Row {
  readonly username: string;
  readonly role: Role;
  readonly disabled_at: Date | null;
  readonly created_at: Date;
}

function viewOf({ username, role, disabled_at, created_at }: Row): UserView {
  return { username, role, disabled: disabled_at !== null, created_at: created_at.toISOString() };
}
