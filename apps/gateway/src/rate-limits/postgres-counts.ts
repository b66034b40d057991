import { type Kysely, sql } from 'kysely';
import { answerInTime } from '../database/answer-in-time.js';
import type { GatewayDatabase } from '../database/gateway-database.js';
import type { CountStore } from './count-store.js';
import type { Unshared } from './window-counts.js';

/** Counts in one unlogged table. */
export class PostgresCounts implements CountStore {
  constructor(private readonly db: Kysely<GatewayDatabase>) {}

  async exchange(told: readonly Unshared[]): Promise<ReadonlyMap<string, number>> {
    // In one order everywhere: replicas that write the same rows must not wait for each other in a circle.
    const rows = [...told].sort((a, b) => (a.key < b.key ? -1 : 1));
    const query = this.db
      .insertInto('rate_counts')
      .values(rows)
      .onConflict((conflict) =>
        conflict.columns(['key', 'window']).doUpdateSet({ count: sql`rate_counts.count + excluded.count` }),
      )
      .returning(['key', 'count'])
      .execute();
    return new Map((await answerInTime(query, 'no shared counts')).map(({ key, count }) => [key, count]));
  }

  async prune(oldest: number): Promise<void> {
    await this.db.deleteFrom('rate_counts').where('window', '<', oldest).execute();
  }
}
