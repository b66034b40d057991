import { randomUUID } from 'node:crypto';
import { Inject, Injectable } from '@nestjs/common';
import { Kysely, sql } from 'kysely';
import type { ApiKeyFilter, ApiKeyPage, ApiKeyView, NewApiKey, Role } from '@celerity/contracts';
import { answerInTime } from '../database/answer-in-time.js';
import type { GatewayDatabase } from '../database/gateway-database.js';

const DEFAULT_LIMIT = 100;
const COLUMNS = [
  'id',
  'name',
  'role',
  'created_by',
  'created_at',
  'expires_at',
  'last_used_at',
  'revoked_at',
] as const;

/** What is known of a key that is valid. */
export interface ValidKey {
  readonly id: string;
  readonly name: string;
  readonly role: Role;
  readonly expires_at: Date | null;
}

/** Every method throws StoreUnavailable when the database does not answer in time. */
@Injectable()
export class ApiKeysRepository {
  constructor(@Inject(Kysely) private readonly db: Kysely<GatewayDatabase>) {}

  /** Null when a valid key has the name already. */
  async create(
    { name, role, expires_at }: NewApiKey,
    keyHash: string,
    actor: string,
  ): Promise<ApiKeyView | null> {
    const row = await this.inTime(
      this.db
        .insertInto('api_keys')
        .values({
          ...{ id: randomUUID(), name, role, key_hash: keyHash, created_by: actor },
          expires_at: expires_at ? new Date(expires_at) : null,
        })
        .onConflict((conflict) => conflict.column('name').where('revoked_at', 'is', null).doNothing())
        .returning(COLUMNS)
        .executeTakeFirst(),
    );
    return row ? viewOf(row) : null;
  }

  async page({ revoked = false, limit = DEFAULT_LIMIT, cursor }: ApiKeyFilter): Promise<ApiKeyPage> {
    const all = revoked ? sql<boolean>`true` : sql<boolean>`revoked_at is null`;
    let query = this.db
      .selectFrom('api_keys')
      .select(COLUMNS)
      .where(all)
      .orderBy('id')
      .limit(limit + 1);
    if (cursor !== undefined) query = query.where('id', '>', cursor);
    const counting = this.db
      .selectFrom('api_keys')
      .select(({ fn }) => fn.countAll<string>().as('count'))
      .where(all);
    const [rows, total] = await this.inTime(Promise.all([query.execute(), counting.executeTakeFirst()]));
    const results = rows.slice(0, limit).map(viewOf);
    const next_cursor = rows.length > limit ? (results.at(-1)?.id ?? null) : null;
    return { count: Number(total?.count ?? 0), results, next_cursor };
  }

  /** Null when there is none; revoking twice changes nothing. */
  async revoke(id: string): Promise<ApiKeyView | null> {
    const row = await this.inTime(
      this.db
        .updateTable('api_keys')
        .set({ revoked_at: sql`coalesce(revoked_at, now())` })
        .where('id', '=', id)
        .returning(COLUMNS)
        .executeTakeFirst(),
    );
    return row ? viewOf(row) : null;
  }

  async findValid(keyHash: string): Promise<ValidKey | null> {
    const row = await this.inTime(
      this.db
        .selectFrom('api_keys')
        .select(['id', 'name', 'role', 'expires_at'])
        .where('key_hash', '=', keyHash)
        .where('revoked_at', 'is', null)
        .executeTakeFirst(),
    );
    return row ?? null;
  }

  async used(ids: readonly string[]): Promise<void> {
    await this.inTime(
      this.db
        .updateTable('api_keys')
        .set({ last_used_at: sql`now()` })
        .where('id', 'in', ids)
        .execute(),
    );
  }

  private inTime<T>(query: Promise<T>): Promise<T> {
    return answerInTime(query, 'API keys cannot be read or written');
  }
}

interface Row {
  readonly id: string;
  readonly name: string;
  readonly role: Role;
  readonly created_by: string;
  readonly created_at: Date;
  readonly expires_at: Date | null;
  readonly last_used_at: Date | null;
  readonly revoked_at: Date | null;
}

function viewOf({ created_at, expires_at, last_used_at, revoked_at, ...row }: Row): ApiKeyView {
  return {
    ...row,
    created_at: created_at.toISOString(),
    expires_at: expires_at?.toISOString() ?? null,
    last_used_at: last_used_at?.toISOString() ?? null,
    revoked_at: revoked_at?.toISOString() ?? null,
  };
}
