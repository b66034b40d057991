import { sql, type Kysely, type Transaction } from 'kysely';
import type { MonitorDatabase } from '../database/monitor-database.js';
import type { JournalPosition } from './journal-continuity.js';

/** A stored position, and the time of the last event before it. */
export interface StoredPosition extends JournalPosition {
  readonly lastEventAt: string | null;
}

/** Somebody with a later term has taken over, or has moved on from where we were. */
export class PositionTaken extends Error {
  override readonly name = 'PositionTaken';
}

/** How far one journal is projected; each change is fenced by the leader's term. */
export class PositionStore {
  constructor(
    private readonly db: Kysely<MonitorDatabase>,
    private readonly journal: string,
  ) {}

  /**
   * Takes the position over for a term, which shuts out every earlier one, and reads it.
   * @throws PositionTaken
   */
  async claim(term: number): Promise<StoredPosition> {
    const { rows } = await sql<{ next_offset: string; anchor: string | null; last_event_at: Date | null }>`
      insert into projection (journal, term) values (${this.journal}, ${term})
      on conflict (journal) do update set term = excluded.term where projection.term <= excluded.term
      returning next_offset, anchor, last_event_at`.execute(this.db);
    const stored = rows[0];
    if (!stored) throw new PositionTaken(`term ${term} is over`);
    return {
      nextOffset: Number(stored.next_offset),
      anchor: stored.anchor,
      lastEventAt: stored.last_event_at?.toISOString() ?? null,
    };
  }

  /** @throws PositionTaken when the position is not where this leader left it; the transaction must not commit. */
  async advance(
    trx: Transaction<MonitorDatabase>,
    term: number,
    from: number,
    to: StoredPosition,
  ): Promise<void> {
    // A commit that a crash of PostgreSQL forgets is projected again from the journal: no need to wait for the disk.
    const { rows } = await sql`
      update projection set next_offset = ${to.nextOffset}, anchor = ${to.anchor},
        last_event_at = coalesce(${to.lastEventAt}::timestamptz, last_event_at)
      where journal = ${this.journal} and next_offset = ${from} and term = ${term}
      returning set_config('synchronous_commit', 'off', true)`.execute(trx);
    if (rows.length !== 1) throw new PositionTaken(`the position is not ${from} of term ${term} any more`);
  }
}
