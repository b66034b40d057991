import { Inject, Injectable } from '@nestjs/common';
import { BrokerNames } from '@celerity/messaging';
import { Kysely, sql } from 'kysely';
import type { BeatDatabase } from '../database/beat-database.js';
import { rowIsOnItsWayRound } from '../timers/round-trip.js';

/** A timer that goes, because its task was revoked. */
export interface RevokedTimer {
  readonly taskId: string;
  readonly attempt: number;
}

/** Longer than any delay that can be asked for. */
const REMEMBER = '400 days';

/** The statements on revocations. A revoked task's id stays here, so that a timer that comes later is recognised. */
@Injectable()
export class RevocationStore {
  constructor(
    @Inject(Kysely) private readonly db: Kysely<BeatDatabase>,
    private readonly names: BrokerNames,
  ) {}

  /** Offset of the first revocation not yet taken; forgets what is of no interest any more. */
  async position(): Promise<number> {
    await sql`delete from revocations where heard_at < clock_timestamp() - ${REMEMBER}::interval`.execute(
      this.db,
    );
    const { rows } = await sql<{ next_offset: string }>`
      select next_offset from revocation_position where stream = ${this.names.revocations}`.execute(this.db);
    return Number(rows[0]?.next_offset ?? 0);
  }

  /**
   * Remembers the tasks, removes their timers and moves the position on: all or nothing. `end` is told of the
   * timers before the commit, and again when that fails.
   */
  async take(
    taskIds: readonly string[],
    next: number,
    end: (timers: readonly RevokedTimer[]) => Promise<void>,
  ): Promise<void> {
    await this.db.transaction().execute(async (trx) => {
      await sql`insert into revocations (task_id) select distinct unnest(${taskIds}::uuid[])
        on conflict do nothing`.execute(trx);
      // One that was claimed may have been published, and run, and so may one of which this is a copy on its way
      // round: what becomes of it the workers know.
      const { rows } = await sql<{ task_id: string; attempt: number }>`
        select task_id, attempt from timers where task_id = any(${taskIds}::uuid[]) and claims = 0
          and not ${rowIsOnItsWayRound}
        for update`.execute(trx);
      if (rows.length > 0) {
        await end(rows.map(({ task_id, attempt }) => ({ taskId: task_id, attempt })));
        await sql`delete from timers t using unnest(
            ${rows.map(({ task_id }) => task_id)}::uuid[], ${rows.map(({ attempt }) => attempt)}::integer[]
          ) as r (task_id, attempt) where t.task_id = r.task_id and t.attempt = r.attempt`.execute(trx);
      }
      await sql`insert into revocation_position (stream, next_offset) values (${this.names.revocations}, ${next})
        on conflict (stream) do update set next_offset = excluded.next_offset`.execute(trx);
    });
  }

  /** Those of the tasks that are revoked. */
  async among(taskIds: readonly string[]): Promise<ReadonlySet<string>> {
    const { rows } = await sql<{ task_id: string }>`
      select task_id from revocations where task_id = any(${taskIds}::uuid[])`.execute(this.db);
    return new Set(rows.map(({ task_id }) => task_id));
  }
}
