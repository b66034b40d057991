import { sql, type Kysely, type RawBuilder } from 'kysely';
import type { Migration } from 'kysely/migration';
import type { JournalPosition } from './journal-continuity.js';

/** A stored position, and the time of the last event before it. */
export interface StoredPosition extends JournalPosition {
  readonly lastEventAt: string | null;
}

/** Somebody with a later term has taken over, or has moved on from where we were. */
export class PositionTaken extends Error {
  override readonly name = 'PositionTaken';
}

/** A migration that creates the table of positions: one row per journal. */
export function positionsMigration(table: string): Migration {
  return {
    async up(db) {
      await sql`create table ${sql.table(table)} (
        journal text primary key,
        term bigint not null,
        next_offset bigint not null default 0,
        anchor text,
        last_event_at timestamptz
      )`.execute(db);
    },
  };
}

/** How far one journal has been followed, in a table of the service; each change is fenced by the leader's term. */
export class PositionStore<DB> {
  constructor(
    private readonly db: Kysely<DB>,
    private readonly table: string,
    private readonly journal: string,
  ) {}

  /**
   * Takes the position over for a term, which shuts out every earlier one, and reads it.
   * @throws PositionTaken
   */
  async claim(term: number): Promise<StoredPosition> {
    const { rows } = await sql<{ next_offset: string; anchor: string | null; last_event_at: Date | null }>`
      insert into ${sql.table(this.table)} as held (journal, term) values (${this.journal}, ${term})
      on conflict (journal) do update set term = excluded.term where held.term <= excluded.term
      returning next_offset, anchor, last_event_at`.execute(this.db);
    const stored = rows[0];
    if (!stored) throw new PositionTaken(`term ${term} is over`);
    return {
      nextOffset: Number(stored.next_offset),
      anchor: stored.anchor,
      lastEventAt: stored.last_event_at?.toISOString() ?? null,
    };
  }

  /**
   * Moves on, in a transaction or by itself, with statements that change other tables in the same round trip.
   * @throws PositionTaken when the position is not where this leader left it; a transaction must not commit.
   */
  async advance(
    db: Kysely<DB>,
    term: number,
    from: number,
    to: StoredPosition,
    alongside: readonly RawBuilder<unknown>[] = [],
  ): Promise<void> {
    const others = alongside.map((statement, n) => sql`${sql.ref(`other_${n}`)} as (${statement})`);
    // A commit that a crash of PostgreSQL forgets is read again from the journal: no need to wait for the disk.
    const { rows } = await sql`
      ${others.length > 0 ? sql`with ${sql.join(others)}` : sql``}
      update ${sql.table(this.table)} set next_offset = ${to.nextOffset}, anchor = ${to.anchor},
        last_event_at = coalesce(${to.lastEventAt}::timestamptz, last_event_at)
      where journal = ${this.journal} and next_offset = ${from} and term = ${term}
      returning set_config('synchronous_commit', 'off', true)`.execute(db);
    if (rows.length !== 1) throw new PositionTaken(`the position is not ${from} of term ${term} any more`);
  }
}
