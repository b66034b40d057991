import { Inject, Injectable } from '@nestjs/common';
import { Kysely, sql } from 'kysely';
import { answerInTime } from '../database/answer-in-time.js';
import type { GatewayDatabase } from '../database/gateway-database.js';

/** What is asked for, by whom, under which key. */
export interface KeyedRequest {
  readonly principal: string;
  readonly key: string;
  readonly hash: string;
}

/** The right to send under a key, until the lease ends. */
export interface Claim {
  readonly taskId: string;
  /** 1 when nobody tried before. */
  readonly number: number;
  /** What an earlier sending was answered, if it got so far. */
  readonly answer: object | null;
}

/** What is kept under a key. */
export interface KeptAnswer {
  readonly hash: string;
  readonly accepted: boolean;
  readonly answer: object | null;
}

/** How long a claim holds: longer than a submit can take. Milliseconds. */
export const LEASE_MS = 5_000;
const KEPT = sql<Date>`now() - interval '7 days'`;
const PRUNED_AT_ONCE = 5_000;

/** Every method throws StoreUnavailable when the database does not answer in time. */
@Injectable()
export class IdempotencyKeysRepository {
  constructor(@Inject(Kysely) private readonly db: Kysely<GatewayDatabase>) {}

  /** Of all who ask at the same time one gets the claim; null for the others, and when there is nothing to send. */
  async claim(request: KeyedRequest, taskId: string): Promise<Claim | null> {
    const { principal, key, hash } = request;
    const leased_until = sql<Date>`clock_timestamp() + ${LEASE_MS} * interval '1 millisecond'`;
    const row = await inTime(
      this.db
        .insertInto('idempotency_keys')
        .values({ principal, key, body_hash: hash, task_id: taskId, state: 'sending', leased_until })
        .onConflict((conflict) =>
          conflict
            .columns(['principal', 'key'])
            .doUpdateSet({ state: 'sending', leased_until, claims: sql`idempotency_keys.claims + 1` })
            .where('idempotency_keys.body_hash', '=', hash)
            .where('idempotency_keys.state', '<>', 'accepted')
            .where('idempotency_keys.leased_until', '<=', sql<Date>`clock_timestamp()`),
        )
        .returning(['task_id', 'claims', 'answer'])
        .executeTakeFirst(),
    );
    return row ? { taskId: row.task_id, number: row.claims, answer: row.answer } : null;
  }

  async find({ principal, key }: KeyedRequest): Promise<KeptAnswer | null> {
    const row = await inTime(
      this.db
        .selectFrom('idempotency_keys')
        .select(['body_hash', 'state', 'answer'])
        .where('principal', '=', principal)
        .where('key', '=', key)
        .executeTakeFirst(),
    );
    return row ? { hash: row.body_hash, accepted: row.state === 'accepted', answer: row.answer } : null;
  }

  /** Gives the claim back, with what came of it. One that somebody else has taken over changes nothing. */
  async settle(
    { principal, key }: KeyedRequest,
    { number }: Claim,
    state: 'accepted' | 'unknown',
    answer: object | null,
  ): Promise<void> {
    await inTime(
      this.db
        .updateTable('idempotency_keys')
        .set({ state, answer: answer && JSON.stringify(answer), leased_until: sql<Date>`clock_timestamp()` })
        .where('principal', '=', principal)
        .where('key', '=', key)
        .where('claims', '=', number)
        .execute(),
    );
  }

  /** Removes some of the keys that are older than they are kept; returns how many. */
  async prune(): Promise<number> {
    const old = this.db
      .selectFrom('idempotency_keys')
      .select(['principal', 'key'])
      .where('created_at', '<', KEPT)
      .limit(PRUNED_AT_ONCE);
    const { numDeletedRows } = await this.db
      .deleteFrom('idempotency_keys')
      .where(({ eb, refTuple }) => eb(refTuple('principal', 'key'), 'in', old.$asTuple('principal', 'key')))
      .executeTakeFirst();
    return Number(numDeletedRows);
  }
}

function inTime<T>(query: Promise<T>): Promise<T> {
  return answerInTime(query, 'idempotency keys cannot be read or written');
}
